import { createHmac } from 'node:crypto'
import { Refusal } from '@parley/protocol'
import { GraphFile, type LiveSettings, type LiveTrialResult } from '@parley/protocol/rest/graph'
import { LRUCache } from 'lru-cache'
import { RE2JS } from 're2js'
import { Value } from 'typebox/value'
import { fold } from '../../text/index.ts'
import type { Identities, Stored, StoredFact } from '../facts.ts'
import type { KnowledgePorts } from '../ports.ts'
import { createBreaker } from './breaker.ts'
import { createGraph, type Graph, namesOf } from './graph.ts'

/** Answers kept, of all workspaces. */
const ANSWERS_MAX = 2_000
const ANSWER_BYTES_MAX = 200_000
const FACTS_MAX = 200
/** Calls to one workspace's endpoint at once; more questions do without. */
const AT_ONCE_MAX = 8

/** A name that the endpoint may know, in a text. */
export interface LiveMention {
  type: string
  name: string
}

/** Where a text has such a name, with the words around it that belong to it: "order 812". */
export interface PlacedMention extends LiveMention {
  /** Not of a fact, for it is not known yet whether there is one. */
  id: string
  from: number
  to: number
}

/** What the endpoint told of a name. */
export interface LiveFacts {
  graph: Graph
  /** The entity that was asked for. */
  subjectKey: string
}

type Settings = Omit<LiveSettings, 'secret'>

interface Endpoint {
  settings: Settings
  secret: string
  patterns: { type: string; pattern: RE2JS }[]
  breaker: ReturnType<typeof createBreaker>
  running: number
}

const off: Settings = {
  isOn: false,
  url: 'https://',
  reach: 'outside',
  types: [],
  timeoutMs: 2_000,
  cacheMs: 15_000,
}

/** Reads orders and the like from the company's own HTTP endpoint, at the moment of the question. */
export function createLive(ports: KnowledgePorts) {
  const { db } = ports.storage
  const endpoints = new LRUCache<string, Endpoint>({ max: 1_000 })
  const answers = new LRUCache<string, { facts: LiveFacts | undefined; until: number }>({
    max: ANSWERS_MAX,
  })
  const owner = (workspaceId: string) => ({ workspaceId, purpose: 'live endpoint' })

  const rowOf = (workspaceId: string) =>
    db
      .selectFrom('liveEndpoints')
      .selectAll()
      .where('workspaceId', '=', workspaceId)
      .executeTakeFirst()

  async function endpointOf(workspaceId: string): Promise<Endpoint> {
    const known = endpoints.get(workspaceId)
    if (known !== undefined) return known
    const row = await rowOf(workspaceId)
    const settings: Settings = row === undefined ? off : JSON.parse(row.settingsJson)
    const endpoint = {
      settings,
      secret: row === undefined ? '' : ports.secrets.open(owner(workspaceId), row.sealedSecret),
      patterns: settings.types.map(({ type, pattern }) => ({ type, pattern: compile(pattern) })),
      breaker: createBreaker(ports.now),
      running: 0,
    }
    endpoints.set(workspaceId, endpoint)
    return endpoint
  }

  async function ask(
    workspaceId: string,
    { settings, secret }: Endpoint,
    mention: LiveMention,
    identities: Identities,
    signal: AbortSignal | undefined,
  ): Promise<LiveFacts | undefined> {
    const body = JSON.stringify({ workspaceId, ...mention, identities: [...identities] })
    const timestamp = String(ports.now())
    const late = AbortSignal.timeout(settings.timeoutMs)
    const load = ports.outside({
      reach: settings.reach,
      hosts: [new URL(settings.url).host],
      answerTimeoutMs: settings.timeoutMs,
      bodyBytesMax: ANSWER_BYTES_MAX,
    })
    const response = await load(settings.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-parley-timestamp': timestamp,
        'x-parley-signature': `v1=${signLive(secret, timestamp, body)}`,
      },
      body,
      signal: signal === undefined ? late : AbortSignal.any([late, signal]),
    })
    if (!response.ok) await response.body?.cancel()
    if (response.status === 404) return undefined
    if (!response.ok) throw new Error(`The live endpoint answered with ${response.status}.`)
    return toFacts(await response.json(), mention, ports.now())
  }

  return {
    async settings(workspaceId: string): Promise<Settings & { hasSecret: boolean }> {
      const { settings, secret } = await endpointOf(workspaceId)
      return { ...settings, hasSecret: secret !== '' }
    },

    /** @throws {Refusal} `bad_input` */
    async change(workspaceId: string, { secret, ...settings }: LiveSettings): Promise<void> {
      for (const { pattern } of settings.types) compile(pattern)
      if (!URL.canParse(settings.url)) throw new Refusal('bad_input', 'The address is no URL.')
      const row = await rowOf(workspaceId)
      const sealedSecret =
        secret === undefined ? row?.sealedSecret : ports.secrets.seal(owner(workspaceId), secret)
      if (sealedSecret === undefined) {
        throw new Refusal(
          'bad_input',
          'The endpoint needs a secret. Set one of 16 letters or more.',
        )
      }
      const changed = { settingsJson: JSON.stringify(settings), sealedSecret }
      await db
        .insertInto('liveEndpoints')
        .values({ workspaceId, ...changed })
        .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(changed))
        .execute()
      endpoints.delete(workspaceId)
      answers.clear()
    },

    /**
     * Asks the endpoint as it is set, switched on or not, past what is kept and past the breaker,
     * for somebody who has proved nothing. Tells how it failed instead of rejecting.
     */
    async test(workspaceId: string, mention: LiveMention): Promise<LiveTrialResult> {
      const startedAt = performance.now()
      const result = { problem: '', entities: [], relations: [] }
      const ms = () => performance.now() - startedAt
      try {
        const endpoint = await endpointOf(workspaceId)
        const facts = await ask(workspaceId, endpoint, mention, new Set(), undefined)
        if (facts === undefined) return { ...result, ms: ms() }
        const { entities, relations } = facts.graph
        return {
          ...result,
          ms: ms(),
          entities: entities.map(asWritten),
          relations: relations.map(asWritten),
        }
      } catch (error) {
        return { ...result, ms: ms(), problem: describeFailure(error) }
      }
    },

    /** Names in a folded text that the endpoint may know. */
    async mentions(workspaceId: string, text: string): Promise<PlacedMention[]> {
      const { settings, patterns } = await endpointOf(workspaceId)
      if (!settings.isOn) return []
      return patterns.flatMap(({ type, pattern }) => {
        const matcher = pattern.matcher(text)
        if (!matcher.find()) return []
        const name = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group()
        if (!name) return []
        const id = `live:${type}:${name}`
        return [{ id, type, name, from: matcher.start(), to: matcher.end() }]
      })
    },

    /**
     * What the endpoint tells of a name to somebody with these identities; undefined when it knows
     * nothing, or fails: the pipeline then goes on without. Never rejects for a failing endpoint.
     */
    async find(
      workspaceId: string,
      mention: LiveMention,
      identities: Identities,
      signal?: AbortSignal,
    ): Promise<LiveFacts | undefined> {
      const endpoint = await endpointOf(workspaceId)
      if (!endpoint.settings.isOn) return undefined
      const name = JSON.stringify([workspaceId, mention.type, mention.name, [...identities].sort()])
      const known = answers.get(name)
      if (known !== undefined && ports.now() < known.until) return known.facts
      if (endpoint.running >= AT_ONCE_MAX || !endpoint.breaker.admits()) return undefined
      endpoint.running += 1
      try {
        const facts = await ask(workspaceId, endpoint, mention, identities, signal)
        endpoint.breaker.succeeded()
        const { cacheMs } = endpoint.settings
        if (cacheMs > 0) answers.set(name, { facts, until: ports.now() + cacheMs })
        return facts
      } catch (error) {
        if (signal?.aborted !== true) {
          endpoint.breaker.failed()
          ports.failed(error, 'live endpoint')
        }
        return undefined
      } finally {
        endpoint.running -= 1
      }
    },
  }
}

export type Live = ReturnType<typeof createLive>

/** What proves to the endpoint who asks: HMAC-SHA256 over "<timestamp>.<body>", in hex. */
export function signLive(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
}

/** A fact without what only stored ones have. */
function asWritten<Told extends Stored>({ id: _id, version: _v, changedAt: _at, ...told }: Told) {
  return told
}

/** What went wrong, with its causes: "fetch failed" alone helps nobody. */
function describeFailure(error: unknown): string {
  const messages: string[] = []
  for (let at = error; at instanceof Error && messages.length < 3; at = at.cause) {
    if (at.message !== '' && !messages.includes(at.message)) messages.push(at.message)
  }
  return messages.join(': ') || String(error)
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern)
  } catch {
    throw new Refusal('bad_input', `"${pattern}" is no regular expression (RE2).`)
  }
}

function toFacts(body: unknown, { type, name }: LiveMention, now: number): LiveFacts | undefined {
  if (!Value.Check(GraphFile, body)) throw new Error('The live endpoint answered in another form.')
  const { entities = [], relations = [] } = body
  if (entities.length + relations.length > FACTS_MAX) {
    throw new Error(`The live endpoint told more than ${FACTS_MAX} facts.`)
  }
  const stored = (key: string) => ({ id: `live:${key}`, version: now, changedAt: now })
  const facts: StoredFact[] = [
    ...entities.map((one) => ({ kind: 'entity' as const, body: one, ...stored(one.key) })),
    ...relations.map((one) => {
      const id = `${one.from} ${one.type} ${one.to}`
      return { kind: 'relation' as const, body: one, ...stored(id) }
    }),
  ]
  const wanted = fold(name)
  const subject = entities.find(
    (entity) => entity.type === type && namesOf(entity).some((one) => fold(one) === wanted),
  )
  return subject && { graph: createGraph(facts), subjectKey: subject.key }
}
