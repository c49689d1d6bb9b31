import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../packages/server/bin/parley.mjs', import.meta.url))

type Command = 'demo' | 'start'

export interface Account {
  email: string
  password: string
}

/** A server process of its own, on a free port and a temporary folder. */
export interface Parley {
  readonly url: string
  /** What it printed since its last start. */
  readonly output: string
  /** The demo's agents: Oliver, Mei and Mo. */
  account(name: 'oliver' | 'mei' | 'mo'): Account
  /** Ends the process at once, as a power failure does. */
  kill(): Promise<void>
  /** Starts it again, on the same port and folder. The demo gives its agents new passwords then. */
  start(as?: Command): Promise<void>
  close(): Promise<void>
}

export async function startParley(
  command: Command,
  prepare: (folder: string) => Promise<void> = async () => {},
): Promise<Parley> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-pages-'))
  let child: ChildProcess | undefined
  let output = ''
  let port = '0'

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }

  const parley: Parley = {
    get url() {
      return `http://127.0.0.1:${port}`
    },
    get output() {
      return output
    },
    account(name) {
      const found = new RegExp(`(${name}@\\S+)\\s+(\\S+)`).exec(output)
      if (found === null) throw new Error(`the demo has no account of ${name}:\n${output}`)
      return { email: found[1] ?? '', password: found[2] ?? '' }
    },
    kill: () => end('SIGKILL'),
    async start(as = command) {
      output = ''
      const started = spawn(process.execPath, [program, as], {
        env: {
          ...process.env,
          PARLEY_PORT: port,
          PARLEY_DATA_DIR: folder,
          PARLEY_LOG_LEVEL: 'warn',
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
    async close() {
      await end('SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
  await prepare(folder)
  await parley.start()
  return parley
}
