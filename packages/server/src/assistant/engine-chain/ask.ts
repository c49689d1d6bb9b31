import { LRUCache } from 'lru-cache'
import type { Storage } from '../../platform/storage/index.ts'
import {
  askChain,
  costOf,
  type Engine,
  type EngineCitation,
  type EngineQuestion,
  type EngineTurn,
  isUnsent,
  makes,
} from '../engines/index.ts'
import type { NewDeparture, Privacy, Redaction } from '../privacy/index.ts'
import type { EngineChain, LiveEngine } from './engine-chain.ts'

/** Conversations whose placeholders stay the same; of older ones an engine forgets the names. */
const REDACTIONS_MAX = 2_000

const nothingHidden: Redaction = {
  redact: (text) => text,
  restore: (text) => text,
  restorer: () => ({ push: (piece) => piece, end: () => '' }),
}

/** What is asked of a workspace's engines, with everything that may leave and who caused it. */
export interface EngineRequest extends Pick<NewDeparture, 'causedBy' | 'causedById'> {
  workspaceId: string
  /** Empty when it belongs to none. Engines that keep conversations go on with theirs. */
  conversationId: string
  text: string
  instructions?: string
  knowledge?: string
  earlier?: readonly EngineTurn[]
  answerForm?: EngineQuestion['answerForm']
  /** For so long nothing may come; unset leaves it to the engines' own limits and the signal. */
  waitMsMax?: number
  /** Of the people in it; hidden like everything else that is personal. */
  names?: readonly string[]
  /** What of the raw text is not for the reader; a new one for each engine that is asked. */
  filter?: () => { push(piece: string): string; end(): string }
  /** Told what leaves, with its placeholders, when it does. */
  sent?: (engineName: string, text: string) => void
}

/** An event of an answer, with the originals in their places. */
export type EngineReply =
  /** This engine is asked now. What another one wrote before does not stand. */
  | { type: 'asking'; engine: LiveEngine }
  | { type: 'failed'; engine: LiveEngine; error: Error }
  | { type: 'text'; text: string }
  /** All text so far does not stand. */
  | { type: 'restart' }
  | { type: 'citation'; citation: EngineCitation }
  | { type: 'suggestion'; text: string }
  | { type: 'handoff'; reason: string }
  | { type: 'spent'; costMicros: number }
  /** `isPersonal`: something of the question had to be hidden. */
  | { type: 'done'; isPersonal: boolean }

export interface AskPorts {
  chain: Pick<EngineChain, 'of'>
  privacy: Pick<Privacy, 'redaction' | 'note'>
  storage: Storage
  failed: (error: unknown, reference: string) => void
}

/** One engine's turn: what it was sent, and how its words are read. */
interface Turn {
  engine: LiveEngine
  /** What it calls the conversation, as far as we know. */
  name: string | undefined
  redaction: Redaction
  filter: { push(piece: string): string; end(): string }
  restorer: ReturnType<Redaction['restorer']>
  isPersonal: boolean
  departure: (NewDeparture & { text: string }) | undefined
}

/**
 * Asks a workspace's engines in their order until one answers. Personal data leaves as placeholders
 * and comes back as it was; what left is noted. Rejects with the last engine's `EngineError`
 * when none answers, and with the signal's reason.
 */
export function createAsk({ chain, privacy, storage, failed }: AskPorts) {
  const { db } = storage
  const redactions = new LRUCache<string, Promise<Redaction>>({ max: REDACTIONS_MAX })

  function redactionOf({ id, rules, version }: LiveEngine, request: EngineRequest) {
    const { workspaceId, conversationId, names = [] } = request
    if (!rules.hidesPersonal) return nothingHidden
    if (conversationId === '') return privacy.redaction(workspaceId, names)
    // A name that becomes known is hidden from then on.
    const key = [conversationId, id, version, ...names].join('\n')
    const held = redactions.get(key)
    if (held !== undefined) return held
    const made = privacy.redaction(workspaceId, names)
    redactions.set(key, made)
    // What failed once must not fail for the rest of the conversation.
    made.catch(() => redactions.delete(key))
    return made
  }

  async function nameOf(engine: LiveEngine, conversationId: string): Promise<string | undefined> {
    if (conversationId === '' || !makes[engine.setup.make].keepsConversations) return undefined
    const row = await db
      .selectFrom('engineConversations')
      .select('name')
      .where('conversationId', '=', conversationId)
      .where('engineId', '=', engine.id)
      .executeTakeFirst()
    return row?.name
  }

  function keepName(engineId: string, conversationId: string, name: string): void {
    if (conversationId === '') return
    db.insertInto('engineConversations')
      .values({ conversationId, engineId, name })
      .onConflict((conflict) =>
        conflict.columns(['conversationId', 'engineId']).doUpdateSet({ name }),
      )
      .execute()
      .catch((error) => failed(error, 'engine conversations'))
  }

  async function prepare(
    engine: LiveEngine,
    request: EngineRequest,
  ): Promise<{ turn: Turn; question: EngineQuestion }> {
    const { workspaceId, conversationId, causedBy, causedById } = request
    const [redaction, name] = await Promise.all([
      redactionOf(engine, request),
      nameOf(engine, conversationId),
    ])
    const redactions: Record<string, number> = {}
    const hide = (text: string) => redaction.redact(text, redactions)
    // In the order in which it was said, so that placeholders are numbered as they were when it was.
    const earlier = (request.earlier ?? []).map(
      (turn): EngineTurn => (turn.by === 'tool' ? turn : { by: turn.by, text: hide(turn.text) }),
    )
    const text = hide(request.text)
    // What the house itself knows may have numbers in it, too; they make no answer personal.
    const isPersonal = Object.keys(redactions).length > 0
    const knowledge = hide(request.knowledge ?? '')
    const instructions = request.instructions ?? ''
    const said = earlier.map((turn) => (turn.by === 'tool' ? turn.result : turn.text))
    const leaving = [instructions, knowledge, ...said, text].filter((part) => part !== '')
    const sent = leaving.join('\n\n')
    const departure = {
      workspaceId,
      engineId: engine.id,
      engineName: engine.setup.name,
      host: URL.parse(engine.setup.settings.baseUrl)?.host ?? '',
      conversationId,
      causedBy,
      causedById,
      bytes: Buffer.byteLength(sent),
      redactions,
      text: sent,
    }
    return {
      turn: {
        engine,
        name,
        redaction,
        isPersonal,
        departure,
        restorer: redaction.restorer(),
        filter: request.filter?.() ?? { push: (piece) => piece, end: () => '' },
      },
      question: {
        text,
        userId: causedById || 'parley',
        earlier,
        instructions,
        knowledge,
        conversationId: name,
        ...(request.answerForm === undefined ? {} : { answerForm: request.answerForm }),
      },
    }
  }

  return async function* ask(
    request: EngineRequest,
    signal: AbortSignal,
  ): AsyncGenerator<EngineReply, void, undefined> {
    const engines = chain.of(request.workspaceId)
    let turn: Turn | undefined

    /** Something came back, so it was sent. */
    function left(): void {
      if (turn?.departure === undefined) return
      privacy.note(turn.departure)
      request.sent?.(turn.engine.setup.name, turn.departure.text)
      turn.departure = undefined
    }

    async function questionFor({ id }: Engine): Promise<EngineQuestion> {
      const prepared = await prepare(engines.find((one) => one.id === id) as LiveEngine, request)
      turn = prepared.turn
      return prepared.question
    }

    const replies = askChain(
      engines.map(({ guarded }) => guarded),
      questionFor,
      signal,
      request.waitMsMax,
    )
    try {
      for await (const event of replies) {
        const { engine, filter, restorer, redaction, isPersonal } = turn as Turn
        if (event.type === 'asking') {
          yield { type: 'asking', engine }
          continue
        }
        if (event.type === 'failed') {
          const { error } = event
          if (!isUnsent(error)) left()
          else if (turn !== undefined) turn.departure = undefined
          yield { type: 'failed', engine, error }
          continue
        }
        left()
        switch (event.type) {
          case 'text':
          case 'replace': {
            if (event.type === 'replace') {
              filter.end()
              restorer.end()
              yield { type: 'restart' }
            }
            const text = restorer.push(filter.push(event.text))
            if (text !== '') yield { type: 'text', text }
            break
          }
          case 'text_ended':
          case 'done': {
            const text = restorer.push(filter.end()) + restorer.end()
            if (text !== '') yield { type: 'text', text }
            if (event.type === 'done') yield { type: 'done', isPersonal }
            break
          }
          case 'citation':
            yield event
            break
          case 'suggestion':
            yield { type: 'suggestion', text: redaction.restore(event.text) }
            break
          case 'handoff':
            yield { type: 'handoff', reason: redaction.restore(event.reason) }
            break
          case 'conversation':
            if (event.id === (turn as Turn).name) break
            keepName(engine.id, request.conversationId, event.id)
            break
          case 'usage':
            yield { type: 'spent', costMicros: costOf(engine.setup.price, event.usage) }
            break
          case 'tool':
            // None was offered.
            break
        }
      }
    } finally {
      // Given up before anything came back: it may have left.
      left()
    }
  }
}

export type Ask = ReturnType<typeof createAsk>
