import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A peer's server while it runs. */
export interface Program extends AsyncDisposable {
  readonly pid: number
  readonly port: number
  /** Ends it at once, as a power failure does. */
  kill(): Promise<void>
}

/**
 * Starts a program of a peer; resolves when it serves, which it says by a line with its port. It
 * ends with its starter, however that ends.
 */
export async function startProgram(url: URL, parameters: readonly string[]): Promise<Program> {
  const program = fileURLToPath(url)
  const child = spawn(process.execPath, [program, ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)))
  })

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    child.kill(signal)
    await exited
  }

  return {
    pid: child.pid as number,
    port,
    kill: () => end('SIGKILL'),
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  }
}

/** The other side: tells the starter the port, and ends when the starter is gone. */
export function announce(port: number): void {
  process.stdout.write(`${port}\n`)
  process.stdin.resume().once('end', () => process.exit())
}
