import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  programs,
  type ServerProcess,
  type ServingCommand,
  startProcess,
} from '../../packages/server/tests/_harness/process.ts'

export interface Account {
  email: string
  password: string
}

/** A server of its own, with its data in a temporary folder. */
export interface Parley extends Pick<ServerProcess, 'url' | 'output' | 'kill' | 'start'> {
  /** The demo's agents: Oliver, Mei and Mo. Their passwords are new ones after every demo start. */
  account(name: 'oliver' | 'mei' | 'mo'): Account
  close(): Promise<void>
}

/** Starts what the last build made of it; `prepare` may fill the data folder before. */
export async function startParley(
  command: ServingCommand,
  prepare: (folder: string) => Promise<void> = async () => {},
): Promise<Parley> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-pages-'))
  await prepare(folder)
  const server = await startProcess(command, folder, {}, programs.built)
  return {
    get url() {
      return server.url
    },
    get output() {
      return server.output
    },
    kill: server.kill,
    start: server.start,
    account(name) {
      const found = new RegExp(`(${name}@\\S+)\\s+(\\S+)`).exec(server.output)
      if (found === null) throw new Error(`the demo has no account of ${name}:\n${server.output}`)
      return { email: found[1] ?? '', password: found[2] ?? '' }
    },
    async close() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
