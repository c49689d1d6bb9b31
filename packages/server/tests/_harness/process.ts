import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const bin = new URL('../../bin/', import.meta.url)

/** What is started: the sources as they stand, or what the last build made of them. */
export const programs = {
  fromSource: fileURLToPath(new URL('parley-from-source.mjs', bin)),
  built: fileURLToPath(new URL('parley.mjs', bin)),
}

export type ServingCommand = 'demo' | 'start'

/** A server in a process of its own, which can be killed and started again. */
export interface ServerProcess extends AsyncDisposable {
  /** Stays the same over restarts. */
  readonly url: string
  /** What it has printed since its last start. */
  readonly output: string
  readonly pid: number
  /** Ends it at once, as a power failure does. */
  kill(): Promise<void>
  /** Asks it to stop, and waits until it has. */
  stop(): Promise<void>
  /** Starts it again, on the same port and folder. */
  start(as?: ServingCommand): Promise<void>
}

/** Starts Parley on a free port, with its data in the folder; resolves when it serves. */
export async function startProcess(
  command: ServingCommand,
  folder: string,
  settings: Record<string, string> = {},
  program = programs.fromSource,
): Promise<ServerProcess> {
  let child: ChildProcess | undefined
  let output = ''
  let port = '0'

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }

  const server: ServerProcess = {
    get url() {
      return `http://127.0.0.1:${port}`
    },
    get output() {
      return output
    },
    get pid() {
      return child?.pid ?? 0
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async start(as = command) {
      output = ''
      const environment = Object.entries(process.env).filter(([name]) => !/^PARLEY_/.test(name))
      const started = spawn(process.execPath, [program, as], {
        env: {
          ...Object.fromEntries(environment),
          PARLEY_PORT: port,
          PARLEY_DATA_DIR: folder,
          PARLEY_LOG_LEVEL: 'warn',
          PARLEY_ROUTING_POLICY: 'manual',
          ...settings,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = started
      await new Promise<void>((resolve, reject) => {
        const take = (part: Buffer) => {
          output += part.toString()
          if (/Parley is ready[\s\S]*\n\n/.test(output)) resolve()
        }
        started.stdout.on('data', take)
        started.stderr.on('data', take)
        started.once('error', reject)
        started.once('exit', (code) => reject(new Error(`Parley ended with ${code}:\n${output}`)))
      })
      port = /127\.0\.0\.1:(\d+)/.exec(output)?.[1] ?? port
    },
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  }
  await server.start()
  return server
}
