import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { RoutingPolicy } from '@parley/protocol/rest/routing'
import { parseNetworks, privateNetworks } from './platform/outside/index.ts'

/** One setting: where it lives, what it may be, and what it is for. */
interface Setting {
  /** Path in the file and, as `PARLEY_` + upper case with underscores, in the environment. */
  path: string
  parse: (raw: unknown) => unknown
  /** What `parse` takes, in words. */
  allowed: string
  default: unknown
  /** What it does, what more or less of it costs. */
  about: string
  /** Never shown in a message. */
  isSecret?: boolean
}

/** All settings of a deployment. `docs/configuration.md` lists them, and a test compares. */
export interface Config {
  host: string
  port: number
  dataDir: string
  publicUrl: string
  logLevel: string
  metricsToken: string
  trustProxy: boolean
  stopTimeoutMs: number
  gateway: {
    connectionsMax: number
    framesPerSecondMax: number
    agentFramesPerSecondMax: number
    outboxBytesMax: number
    heartbeatMs: number
  }
  conversations: { openPerVisitorMax: number }
  storage: { cacheBytes: number }
  files: {
    sizeMax: number
    totalBytesMax: number
    uploadsPerSessionMax: number
    visitorBytesPerHourMax: number
  }
  /** The policy of workspaces that have chosen none. */
  routing: { policy: RoutingPolicy }
  outside: {
    /** Networks with commas in between. */
    inHouseNetworks: string
  }
}

/** A configuration that cannot be used: says of every wrong value what was found and is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const routingPolicies = [
  'predicted',
  'least-busy',
  'longest-idle',
  'recent',
  'round-robin',
  'manual',
]

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent']

export const settings: readonly Setting[] = [
  {
    path: 'host',
    ...text(),
    default: '127.0.0.1',
    about: 'Address to listen on. 0.0.0.0 lets other machines in.',
  },
  {
    path: 'port',
    ...integer(0, 65_535),
    default: 8080,
    about: 'Port to listen on. 0 takes a free one and prints it.',
  },
  {
    path: 'dataDir',
    ...text(),
    default: './data',
    about: 'Folder of the database and everything else that is kept. Created when missing.',
  },
  {
    path: 'publicUrl',
    parse: (raw) => (raw === '' ? raw : originOf(raw)),
    allowed: 'http:// or https:// and a host, without a path',
    default: '',
    about:
      'Where people reach this deployment. Empty: http, the host and the port listened on. With https, session cookies are marked secure.',
  },
  { path: 'logLevel', ...oneOf(logLevels), default: 'info', about: 'What is worth a line.' },
  {
    path: 'metricsToken',
    ...text(),
    default: '',
    about: 'When set, /metrics needs it as a bearer token. Empty leaves /metrics open.',
    isSecret: true,
  },
  {
    path: 'trustProxy',
    ...boolean(),
    default: false,
    about:
      'Believe the X-Forwarded-For of a reverse proxy. Set it only behind one: else a client names its own address.',
  },
  {
    path: 'stopTimeoutMs',
    ...integer(100, 600_000),
    default: 10_000,
    about: 'How long a stop may take before it is forced, in milliseconds.',
  },
  {
    path: 'gateway.connectionsMax',
    ...integer(1, 1_000_000),
    default: 18_000,
    about:
      'Connections at once; more are refused with 503. Each takes one file descriptor and some 10 KB.',
  },
  {
    path: 'gateway.framesPerSecondMax',
    ...integer(1, 1_000_000),
    default: 20,
    about: 'Frames a second from one visitor, with bursts of three times as many.',
  },
  {
    path: 'gateway.agentFramesPerSecondMax',
    ...integer(1, 1_000_000),
    default: 100,
    about: 'The same from one agent’s console.',
  },
  {
    path: 'gateway.outboxBytesMax',
    ...integer(1_024, 1_073_741_824),
    default: 262_144,
    about:
      'Bytes that may wait for one slow reader before transient frames give way and messages are left to the log. 8,000 connections × 256 KiB = 2 GiB at worst.',
  },
  {
    path: 'gateway.heartbeatMs',
    ...integer(100, 600_000),
    default: 25_000,
    about:
      'Silence after which a client sends a heartbeat; two such spans without a frame close the connection. Keep it below the idle time-out of proxies in between.',
  },
  {
    path: 'conversations.openPerVisitorMax',
    ...integer(1, 1_000),
    default: 5,
    about: 'Conversations that one visitor may have at once that are not resolved.',
  },
  {
    path: 'storage.cacheBytes',
    ...integer(1_048_576, 68_719_476_736),
    default: 67_108_864,
    about: 'Memory for the database’s pages.',
  },
  {
    path: 'files.sizeMax',
    ...integer(1_024, 1_073_741_824),
    default: 1_073_741_824,
    about: 'Largest file that anybody may send, in bytes. Channels bound their visitors further.',
  },
  {
    path: 'files.totalBytesMax',
    ...integer(0, 1_125_899_906_842_624),
    default: 0,
    about: 'Bytes of all files together; beyond it uploads are refused. 0 leaves it to the disk.',
  },
  {
    path: 'files.uploadsPerSessionMax',
    ...integer(1, 1_000),
    default: 8,
    about: 'Uploads that one connection may have under way at once.',
  },
  {
    path: 'files.visitorBytesPerHourMax',
    ...integer(1_024, 1_099_511_627_776),
    default: 268_435_456,
    about: 'Bytes of files that one visitor may send within an hour.',
  },
  {
    path: 'routing.policy',
    ...oneOf(routingPolicies),
    default: 'predicted',
    about:
      'Who gets a conversation in workspaces that have not chosen: predicted gives it to whoever will answer soonest, manual leaves it to the agents to take.',
  },
  {
    path: 'outside.inHouseNetworks',
    parse: (raw) => (typeof raw === 'string' && parseNetworks(raw) !== undefined ? raw : undefined),
    allowed: 'networks such as 10.0.0.0/8, with commas in between, or nothing',
    default: privateNetworks.join(','),
    about:
      'Networks of your own that administrators may let Parley call: engines, webhooks, data sources marked as in-house. Everything else that is not public is never called. Empty it where administrators are not to reach your network.',
  },
]

/** The environment's name of a setting: `gateway.outboxBytesMax` is PARLEY_GATEWAY_OUTBOX_BYTES_MAX. */
export function environmentName(path: string): string {
  const words = path.replaceAll('.', '_').replaceAll(/([a-z])([A-Z])/g, '$1_$2')
  return `PARLEY_${words.toUpperCase()}`
}

/** The one name in the environment that is no setting: the path of the file. */
const FILE_NAME = 'PARLEY_CONFIG'

/**
 * Reads the configuration: defaults, then the file (`PARLEY_CONFIG`, else `parley.config.json` in
 * the working directory), then the environment; the later wins.
 *
 * @throws {ConfigError} with all that is wrong, at once.
 */
export function readConfig(
  environment: Record<string, string | undefined>,
  workingFolder: string,
): Config {
  const problems: string[] = []
  const file = readFile(environment, workingFolder, problems)
  const known = new Map(settings.map((setting) => [environmentName(setting.path), setting]))
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('PARLEY_') || name === FILE_NAME || known.has(name)) continue
    problems.push(`${name} is not a setting. Did you mean ${nearest(name, [...known.keys()])}?`)
  }
  const paths = settings.map(({ path }) => path)
  for (const path of file.keys()) {
    if (!paths.includes(path)) {
      problems.push(
        `"${path}" in the file is not a setting. Did you mean "${nearest(path, paths)}"?`,
      )
    }
  }
  const config: Record<string, unknown> = {}
  for (const setting of settings) {
    const name = environmentName(setting.path)
    const [source, raw] =
      environment[name] !== undefined
        ? [name, environment[name]]
        : file.has(setting.path)
          ? [`"${setting.path}" in the file`, file.get(setting.path)]
          : ['', setting.default]
    const value = setting.parse(raw)
    if (value === undefined) {
      const found = setting.isSecret ? 'something else' : JSON.stringify(raw)
      problems.push(`${source} is ${found}; allowed is ${setting.allowed}.`)
    }
    place(config, setting.path, value)
  }
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  return config as unknown as Config
}

function readFile(
  environment: Record<string, string | undefined>,
  workingFolder: string,
  problems: string[],
): Map<string, unknown> {
  const named = environment[FILE_NAME]
  const path = resolve(workingFolder, named ?? 'parley.config.json')
  if (!existsSync(path)) {
    if (named !== undefined) problems.push(`${FILE_NAME} names ${path}; there is no such file.`)
    return new Map()
  }
  try {
    return flatten(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    problems.push(`${path} is not JSON: ${(error as Error).message}.`)
    return new Map()
  }
}

function flatten(value: unknown, prefix = ''): Map<string, unknown> {
  const entries = new Map<string, unknown>()
  for (const [key, inner] of Object.entries(value as object)) {
    const path = `${prefix}${key}`
    if (typeof inner === 'object' && inner !== null) {
      for (const [name, leaf] of flatten(inner, `${path}.`)) entries.set(name, leaf)
    } else entries.set(path, inner)
  }
  return entries
}

function place(config: Record<string, unknown>, path: string, value: unknown): void {
  const [first = '', rest] = path.split('.', 2)
  if (rest === undefined) {
    config[first] = value
    return
  }
  config[first] ??= {}
  place(config[first] as Record<string, unknown>, rest, value)
}

/** The address as browsers write it in the Origin header, which it is compared with. */
function originOf(raw: unknown): string | undefined {
  const url = typeof raw === 'string' ? URL.parse(raw) : null
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined
  return url.href === `${url.origin}/` ? url.origin : undefined
}

function text() {
  return {
    parse: (raw: unknown) => (typeof raw === 'string' ? raw : undefined),
    allowed: 'a text',
  }
}

function integer(min: number, max: number) {
  return {
    parse: (raw: unknown) => {
      const value = typeof raw === 'string' && /^\d+$/.test(raw) ? Number(raw) : raw
      return Number.isInteger(value) && (value as number) >= min && (value as number) <= max
        ? value
        : undefined
    },
    allowed: `a whole number from ${min} to ${max}`,
  }
}

function boolean() {
  const values = new Map([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])
  return { parse: (raw: unknown) => values.get(String(raw)), allowed: 'true or false' }
}

function oneOf(values: readonly string[]) {
  return {
    parse: (raw: unknown) => values.find((value) => value === raw),
    allowed: values.join(', '),
  }
}

/** The name that shares most with a mistyped one, by edit distance (Levenshtein). */
function nearest(name: string, names: readonly string[]): string {
  return [...names].sort((one, other) => distance(name, one) - distance(name, other))[0] ?? ''
}

function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1]
    for (let column = 0; column < other.length; column += 1) {
      next.push(
        Math.min(
          (next[column] as number) + 1,
          (row[column + 1] as number) + 1,
          (row[column] as number) + (letter === other[column] ? 0 : 1),
        ),
      )
    }
    row = next
  }
  return row.at(-1) as number
}
