import { Refusal } from '@parley/protocol'
import type { Entity, FactVersion, GraphView, Intent, Relation } from '@parley/protocol/rest/graph'
import type { BulkImport } from '@parley/protocol/rest/knowledge'
import { fold } from '../../text/index.ts'
import type { Fact, Identities } from '../facts.ts'
import type { KnowledgePorts } from '../ports.ts'
import type { Reader } from '../reading/index.ts'
import { createShelf } from '../shelf.ts'
import type { Author, Locale } from '../types.ts'
import { withBuiltIn } from './built-in-intents.ts'
import { createFactStore } from './fact-store.ts'
import { createGraph, type Graph, namesOf, overlay, type StoredEntity } from './graph.ts'
import { mustBeAnIntent } from './intent-rules.ts'
import type { Live } from './live.ts'
import { answerFrom, type PathAnswer } from './path.ts'
import { findSubjects, ownSubjects } from './subjects.ts'

/** Facts kept in memory, of all workspaces together; about 1 KB each. */
const FACTS_KEPT = 200_000
/** What a view shows at once. */
const ENTITIES_SHOWN = 500
const RELATIONS_SHOWN = 2_000

export interface GraphQuery {
  text?: string | undefined
  type?: string | undefined
  around?: string | undefined
}

/** A question whose intent is known. */
export interface GraphQuestion {
  text: string
  intent: string
  locale: Locale
  /**
   * What the asker said before, the oldest first. Given only where the question has no name or
   * number of its own, for an unknown one must not be answered about another.
   */
  context?: readonly string[] | undefined
}

/** The knowledge graph of each workspace: in the storage with its history, in memory to be asked. */
export function createGraphRoom(ports: KnowledgePorts, reader: Reader, live: Live) {
  const store = createFactStore(ports)
  const shelf = createShelf<Graph>(
    async (workspaceId) => createGraph(withBuiltIn(await store.all(workspaceId))),
    ({ size }) => size,
    FACTS_KEPT,
  )

  /** Ties need both ends; `own` are keys that come with the same import. */
  async function mustHaveEnds(
    workspaceId: string,
    placed: readonly { fact: Fact; place: string }[],
  ): Promise<void> {
    const graph = await shelf.of(workspaceId)
    const own = new Set(placed.flatMap(({ fact }) => (fact.kind === 'entity' ? fact.body.key : [])))
    const problems = placed.flatMap(({ fact, place }) => {
      if (fact.kind !== 'relation') return []
      const missing = [fact.body.from, fact.body.to].filter(
        (key) => !own.has(key) && graph.entity(key) === undefined,
      )
      return missing.map((key) => `${place}: there is no entity with the key "${key}".`)
    })
    if (problems.length === 0) return
    throw new Refusal('bad_input', problems.slice(0, 20).join('\n'))
  }

  async function put(author: Author, fact: Fact): Promise<BulkImport> {
    await mustHaveEnds(author.workspaceId, [{ fact, place: 'The relation' }])
    if (fact.kind === 'intent') mustBeAnIntent(fact.body)
    else mustBeValidOnce(fact.body)
    return store.put(author, [fact])
  }

  return {
    of: shelf.of,
    forget: shelf.forget,
    mentions: live.mentions,
    put,
    putEntity: (author: Author, body: Entity) => put(author, { kind: 'entity', body }),
    putRelation: (author: Author, body: Relation) => put(author, { kind: 'relation', body }),
    putIntent: (author: Author, body: Intent) => put(author, { kind: 'intent', body }),

    /** All or nothing. @throws {Refusal} `bad_input` with lines or entries, `conflict` */
    async import(
      author: Author,
      format: 'csv' | 'json',
      bytes: Uint8Array,
      source: string,
    ): Promise<BulkImport> {
      const placed = await reader.graph(format, bytes, source)
      await mustHaveEnds(author.workspaceId, placed)
      for (const { fact } of placed) if (fact.kind === 'intent') mustBeAnIntent(fact.body)
      return store.put(
        author,
        placed.map(({ fact }) => fact),
      )
    },

    /** Removes a fact; with an entity go its relations. */
    async remove(author: Author, factId: string): Promise<void> {
      const fact = await store.find(author.workspaceId, factId)
      const facts = [fact]
      if (fact.kind === 'entity') {
        const { key } = fact.body
        const all = await store.all(author.workspaceId)
        facts.push(
          ...all.filter(
            (one) => one.kind === 'relation' && (one.body.from === key || one.body.to === key),
          ),
        )
      }
      await store.remove(author, facts)
    },

    versions: (workspaceId: string, factId: string): Promise<FactVersion[]> =>
      store.versions(workspaceId, factId),

    async view(workspaceId: string, query: GraphQuery): Promise<GraphView> {
      return toView(await shelf.of(workspaceId), query)
    },

    /**
     * Answers a question of a known intent: from what the graph names in it, else from what the
     * live endpoint knows. With a context it is about what was named last there, else about the one
     * thing of the kind that is the asker's own. Undefined when there is no answer
     * that may be told to who asks.
     */
    async ask(
      workspaceId: string,
      { text, intent: intentKey, locale, context }: GraphQuestion,
      identities: Identities,
      signal?: AbortSignal,
    ): Promise<PathAnswer | undefined> {
      const graph = await shelf.of(workspaceId)
      const intent = graph.intent(intentKey)
      if (intent?.subject === undefined || intent.isOff) return undefined
      const asking = { identities, now: ports.now(), locale }
      const find = async (words: string) => {
        const mentions = await live.mentions(workspaceId, words)
        return findSubjects(graph, intent.subject ?? '', words, mentions, asking)
      }
      let subjects = await find(fold(text))
      // What is understood only in its conversation, or is one's own, is nobody else's answer.
      const isNamed = subjects.length > 0
      for (const words of [...(context ?? [])].reverse()) {
        if (subjects.length > 0) break
        subjects = await find(fold(words))
      }
      if (subjects.length === 0 && context) subjects = ownSubjects(graph, intent.subject, asking)
      for (const subject of subjects) {
        if (subject.kind === 'stored') {
          const answer = answerFrom(graph, intent, subject.key, asking)
          if (answer !== undefined) return isNamed ? answer : { ...answer, isPersonal: true }
          continue
        }
        const told = await live.find(workspaceId, subject.mention, identities, signal)
        const answer =
          told && answerFrom(overlay(graph, told.graph), intent, told.subjectKey, asking)
        // What an endpoint tells at one moment to one person is nobody else's.
        if (answer !== undefined) return { ...answer, isPersonal: true }
      }
      return undefined
    },
  }
}

export type GraphRoom = ReturnType<typeof createGraphRoom>

function mustBeValidOnce({ validFrom, validUntil }: Entity | Relation): void {
  if (typeof validFrom !== 'number' || typeof validUntil !== 'number') return
  if (validFrom < validUntil) return
  throw new Refusal('bad_input', 'It is valid until before it is valid from. Swap the two.')
}

function toView(graph: Graph, { text, type, around }: GraphQuery): GraphView {
  const wanted = fold(text ?? '').trim()
  const near = around === undefined ? undefined : neighbourhood(graph, around)
  const fits = (entity: StoredEntity) =>
    (near === undefined || near.has(entity.key)) &&
    (type === undefined || entity.type === type) &&
    (wanted === '' || namesOf(entity).some((name) => fold(name).includes(wanted)))
  const fitting = graph.entities.filter(fits)
  const entities = fitting.slice(0, ENTITIES_SHOWN)
  const keys = new Set(entities.map(({ key }) => key))
  const ties = graph.relations.filter(({ from, to }) => keys.has(from) && keys.has(to))
  return {
    entities,
    relations: ties.slice(0, RELATIONS_SHOWN),
    intents: [...graph.intents],
    isCut: fitting.length > ENTITIES_SHOWN || ties.length > RELATIONS_SHOWN,
  }
}

function neighbourhood(graph: Graph, key: string): Set<string> {
  return new Set([
    key,
    ...graph.outgoing(key).map(({ to }) => to),
    ...graph.incoming(key).map(({ from }) => from),
  ])
}
