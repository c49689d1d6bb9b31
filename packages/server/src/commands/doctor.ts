import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import {
  decodeServerFrame,
  encodeClientFrame,
  PROTOCOL_VERSION,
  PROTOCOL_VERSION_MIN,
} from '@parley/protocol'
import { WebSocket } from 'ws'
import type { Config } from '../config.ts'
import { openConnection } from '../platform/storage/sqlite/connection.ts'
import { consoleFolder, widgetFolder } from '../release.ts'

type Finding = { state: 'ok' | 'warn' | 'fail'; what: string; todo?: string }

/** Free space below which it warns and fails, in bytes. */
const FREE_WARN = 2_000_000_000
const FREE_FAIL = 200_000_000

/** Clocks that differ by more than this confuse people, in milliseconds. */
const CLOCK_SKEW_MAX = 30_000

const PROBE_TIMEOUT_MS = 5_000

/** Checks what a deployment stands on and says what to do; exits with 1 when something fails. */
export async function doctor(config: Config): Promise<number> {
  const url = config.publicUrl || `http://${config.host}:${config.port}`
  const live = await fetchLive(url)
  const findings = [
    await checkFolder(config.dataDir),
    await checkDisk(config.dataDir),
    checkPages(),
    live === undefined ? await checkPort(config) : ok(`A Parley answers at ${url}.`),
    ...(live === undefined
      ? [warn(`Nothing answers at ${url}.`, 'Start Parley to check its address and the WebSocket.')]
      : [await checkUpgrade(url), checkServerClock(live)]),
    checkNewestMessage(config.dataDir),
    checkFiles(config.dataDir),
    await checkPreviews(),
  ]
  for (const { state, what, todo } of findings) {
    console.log(`${state.padEnd(4)}  ${what}${todo === undefined ? '' : `\n      → ${todo}`}`)
  }
  return findings.some(({ state }) => state === 'fail') ? 1 : 0
}

const ok = (what: string): Finding => ({ state: 'ok', what })
const warn = (what: string, todo: string): Finding => ({ state: 'warn', what, todo })
const fail = (what: string, todo: string): Finding => ({ state: 'fail', what, todo })

async function checkFolder(folder: string): Promise<Finding> {
  const probe = join(folder, `doctor-${randomUUID()}`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(probe, 'probe', { flush: true })
    await rm(probe)
    return ok(`The data folder ${folder} can be written.`)
  } catch (error) {
    return fail(
      `The data folder ${folder} cannot be written: ${(error as Error).message}`,
      'Give the user that runs Parley the right to write there, or set PARLEY_DATA_DIR.',
    )
  }
}

async function checkDisk(folder: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(folder)
    const free = bavail * bsize
    const what = `${(free / 1e9).toFixed(1)} GB are free on the data folder's disk.`
    if (free < FREE_FAIL) return fail(what, 'Free some space: a full disk refuses every message.')
    return free < FREE_WARN ? warn(what, 'Watch it; 2 GB give room for a while.') : ok(what)
  } catch {
    return warn('The free space could not be read.', 'See the line above.')
  }
}

function checkPages(): Finding {
  const missing = [join(widgetFolder, 'parley.js'), join(consoleFolder, 'index.html')].filter(
    (file) => !existsSync(file),
  )
  return missing.length === 0
    ? ok('The widget and the console are built.')
    : fail(`Missing: ${missing.join(', ')}`, 'Run "npm run build".')
}

function checkPort({ host, port }: Config): Promise<Finding> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) =>
      resolve(
        fail(
          `Port ${port} on ${host} cannot be taken: ${error.message}`,
          'Stop the program that has it, or set PARLEY_PORT.',
        ),
      ),
    )
    server.listen(port, host, () => server.close(() => resolve(ok(`Port ${port} is free.`))))
  })
}

async function fetchLive(url: string): Promise<Response | undefined> {
  try {
    const response = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })
    await response.body?.cancel()
    return response.ok ? response : undefined
  } catch {
    return undefined
  }
}

/** Goes the way of a browser, through whatever stands in front: upgrade, then a hello. */
function checkUpgrade(url: string): Promise<Finding> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, {
      handshakeTimeout: PROBE_TIMEOUT_MS,
    })
    const done = (finding: Finding) => {
      clearTimeout(timer)
      resolve(finding)
      socket.terminate()
    }
    const failed = (why: string) =>
      done(
        fail(
          `The WebSocket at ${socket.url} does not work: ${why}`,
          'Let the proxy pass the Upgrade and Connection headers for /ws and keep idle connections for a minute.',
        ),
      )
    const timer = setTimeout(() => failed('no answer in time'), PROBE_TIMEOUT_MS)
    socket.once('error', (error) => failed(error.message))
    socket.once('open', () =>
      socket.send(
        encodeClientFrame(1, {
          $case: 'hello',
          value: {
            protocolVersion: PROTOCOL_VERSION,
            protocolVersionMin: PROTOCOL_VERSION_MIN,
            client: 'doctor',
            locale: 'en',
            credential: { $case: 'agent', value: {} },
          },
        }),
      ),
    )
    // Nobody is signed in here, so the right answer is a refusal by name.
    socket.once('message', (data: Buffer) => {
      const { body } = decodeServerFrame(data)
      if (body?.$case === 'error') done(ok(`The WebSocket at ${socket.url} answers.`))
      else failed(`it answered with ${body?.$case ?? 'something unknown'}`)
    })
  })
}

function checkServerClock(response: Response): Finding {
  const date = response.headers.get('date')
  const skew = date === null ? 0 : Math.abs(Date.parse(date) - Date.now())
  return skew <= CLOCK_SKEW_MAX
    ? ok('The clocks of this machine and of the server agree.')
    : warn(`The clocks differ by ${Math.round(skew / 1000)} s.`, 'Synchronise them (NTP).')
}

function checkNewestMessage(folder: string): Finding {
  const file = join(folder, 'parley.db')
  if (!existsSync(file)) return ok('There is no database yet; the first start makes it.')
  try {
    const database = openConnection(file, { readOnly: true })
    const row = database.prepare('select max(active_at) as newest from conversations').get()
    database.close()
    const ahead = Number(row?.newest ?? 0) - Date.now()
    return ahead <= CLOCK_SKEW_MAX
      ? ok('The database opens, and no message is from the future.')
      : fail(
          `The newest message is ${Math.round(ahead / 1000)} s in the future.`,
          'Set the clock right: times and waits are wrong until then.',
        )
  } catch (error) {
    return fail(`The database cannot be read: ${(error as Error).message}`, 'Run "parley migrate".')
  }
}

/** Counts what is told of files; a large file that is not in its place is lost to its message. */
function checkFiles(folder: string): Finding {
  const file = join(folder, 'files', 'blobs.db')
  if (!existsSync(file)) return ok('There are no files yet.')
  try {
    using database = openConnection(file, { readOnly: true })
    const large = database.prepare('select lower(hex(hash)) as id from blobs where bytes is null')
    let missing = 0
    for (const { id } of large.iterate() as Iterable<{ id: string }>) {
      if (!existsSync(join(folder, 'files', 'blobs', id.slice(0, 2), id))) missing += 1
    }
    return missing === 0
      ? ok('The database of files opens, and every large file is in its place.')
      : fail(
          `${missing} large files are missing below ${join(folder, 'files', 'blobs')}.`,
          'Bring them back from a backup: their messages stand, but nobody can load them.',
        )
  } catch (error) {
    return fail(`The database of files cannot be read: ${(error as Error).message}`, 'Restore it.')
  }
}

async function checkPreviews(): Promise<Finding> {
  try {
    await import('sharp')
    return ok('Previews of pictures can be made.')
  } catch (error) {
    const [why = ''] = (error as Error).message.split('\n')
    return warn(`Previews of pictures cannot be made: ${why}`, 'Run "npm ci" on this machine.')
  }
}
