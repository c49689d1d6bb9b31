import { Refusal } from '@parley/protocol'
import type { CopilotHelp, CopilotRequest } from '@parley/protocol/rest/copilot'
import type { ConversationLog, Message } from '../../conversations/index.ts'
import type { Knowledge, Passage } from '../../knowledge/index.ts'
import { type Ask, complete, type EngineRequest } from '../engine-chain/index.ts'
import { EngineError, type EngineTurn } from '../engines/index.ts'
import { CitationMarks, createNamedFacts, knowledgeFrom, languageOf } from '../steps/index.ts'
import { instructionsOf, type Language } from './words.ts'

/** An agent waits for it: then writing is quicker. */
const WAIT_MS_MAX = 30_000
/** Messages that are looked back over. */
const LOOK_BACK = 30
const PASSAGES_MAX = 5
/** Of a passage that stands as a reply by itself, in UTF-16 code units. */
const PASSAGE_LENGTH_MAX = 800

export interface CopilotPorts {
  log: Pick<ConversationLog, 'find' | 'readBefore'>
  knowledge: Pick<Knowledge, 'search' | 'graph'>
  now: () => number
  ask: Ask
  hasEngine(workspaceId: string): boolean
  /** Names of the workspace's contacts by id; anonymous ones are left out. */
  contactNames(workspaceId: string, ids: readonly string[]): Promise<Map<string, string>>
}

/** The agent who asks for help. */
export interface CopilotAsker {
  workspaceId: string
  agentId: string
  locale: Language
}

/**
 * Helps agents to write: suggests, rewrites, sums up, translates. It only ever answers the agent;
 * what is personal leaves as placeholders, and what left is noted, as with the assistant.
 */
export function createCopilot(ports: CopilotPorts) {
  const { log, knowledge, ask, hasEngine, contactNames } = ports
  const factsOf = createNamedFacts(knowledge.graph, ports.now)

  return {
    hasEngine,

    /** @throws {Refusal} `not_found`, `bad_input`, `conflict` without an engine that can do it. */
    async help(asker: CopilotAsker, request: CopilotRequest): Promise<CopilotHelp> {
      const { workspaceId, agentId } = asker
      const { conversationId, task, text: draft = '' } = request
      const conversation = await log.find({ workspaceId }, conversationId)
      if (conversation === undefined) {
        throw new Refusal('not_found', 'There is no such conversation.')
      }
      const messages = await log.readBefore(conversationId, 0, LOOK_BACK)
      const turns = toTurns(messages)
      const asked = lastAsked(turns)
      const names = [...(await contactNames(workspaceId, [conversation.contactId])).values()]
      const base = {
        workspaceId,
        conversationId: '',
        causedBy: 'agent',
        causedById: agentId,
        names,
      } as const

      switch (task) {
        case 'reply':
          return await suggest(base, asked, turns)
        case 'summary':
          if (!hasEngine(workspaceId)) return plain(quote(turns))
          return await write(base, asker.locale, task, quote(turns))
        case 'translate_contact':
          return await write(base, asker.locale, task, asked)
        case 'translate':
          return await write(base, languageOf(asked), task, draft)
        default:
          return await write(base, languageOf(draft), task, draft)
      }
    },
  }

  async function suggest(
    base: Omit<EngineRequest, 'text'>,
    asked: string,
    turns: readonly EngineTurn[],
  ): Promise<CopilotHelp> {
    if (asked === '') throw new Refusal('bad_input', 'The contact has not asked anything yet.')
    const locale = languageOf(asked)
    const { workspaceId } = base
    const earlier = turns.flatMap((turn) => (turn.by === 'visitor' ? turn.text : []))
    const [passages, facts] = await Promise.all([
      knowledge.search(workspaceId, { text: asked, locale, audience: 'agents' }, PASSAGES_MAX),
      factsOf({ workspaceId, text: asked, earlier }),
    ])
    const pieces = [...passages, ...facts.map(({ title, text }) => ({ title, heading: '', text }))]
    const [best] = pieces
    if (!hasEngine(workspaceId)) {
      if (best === undefined) throw new Refusal('not_found', 'Nothing is known about it.')
      return { text: best.text.slice(0, PASSAGE_LENGTH_MAX), citations: [toCitation(best)] }
    }
    let marks = new CitationMarks(pieces.length)
    const text = await finish({
      ...base,
      text: asked,
      earlier: turns.slice(0, -1),
      instructions: instructionsOf('reply', locale),
      knowledge: knowledgeFrom(pieces),
      filter() {
        marks = new CitationMarks(pieces.length)
        return marks
      },
    })
    const citations = marks.used.flatMap((number) => {
      const piece = pieces[number - 1]
      return piece === undefined ? [] : toCitation(piece)
    })
    // The agent sees the sources beside it; the contact need not read the marks.
    return { text: text.replaceAll(/\s?\[\d+\]/g, ''), citations }
  }

  async function write(
    base: Omit<EngineRequest, 'text'>,
    language: Language,
    task: Exclude<CopilotRequest['task'], 'reply'>,
    text: string,
  ): Promise<CopilotHelp> {
    if (text.trim() === '') throw new Refusal('bad_input', 'There is no text to work with.')
    if (!hasEngine(base.workspaceId)) {
      throw new Refusal('conflict', 'No engine is set up for this. Ask an administrator.')
    }
    return plain(await finish({ ...base, text, instructions: instructionsOf(task, language) }))
  }

  async function finish(request: EngineRequest): Promise<string> {
    try {
      return await complete(ask, request, AbortSignal.timeout(WAIT_MS_MAX))
    } catch (error) {
      // The engine's own words are the administrators'; its state is on their page.
      const cause = error instanceof Error ? error : new Error(String(error))
      const isKnown = cause instanceof EngineError || cause.name === 'TimeoutError'
      if (!isKnown) throw error
      throw new Refusal('overloaded', 'No engine answered. Try again in a moment.')
    }
  }
}

export type Copilot = ReturnType<typeof createCopilot>

function toCitation(
  piece: { title: string } & Partial<Pick<Passage, 'articleId' | 'audience'>>,
): CopilotHelp['citations'][number] {
  const { title, articleId = '', audience } = piece
  return { title, articleId, isInternal: audience === 'agents' }
}

function plain(text: string): CopilotHelp {
  return { text, citations: [] }
}

/** What was said, notes and events left out; whoever answers for the house is one side. */
function toTurns(messages: readonly Message[]): { by: 'visitor' | 'assistant'; text: string }[] {
  return messages.flatMap(({ author, content }) =>
    content.kind === 'text'
      ? [{ by: author.kind === 'contact' ? 'visitor' : 'assistant', text: content.text } as const]
      : [],
  )
}

/** What the contact wrote last, as far as nobody has answered it; else the last that it wrote. */
function lastAsked(turns: readonly { by: string; text: string }[]): string {
  const answered = turns.findLastIndex(({ by }) => by === 'assistant')
  const open = turns.slice(answered + 1)
  const asked = open.length > 0 ? open : turns.filter(({ by }) => by === 'visitor').slice(-1)
  return asked.map(({ text }) => text).join('\n')
}

function quote(turns: readonly { by: string; text: string }[]): string {
  return turns.map(({ by, text }) => `${by === 'visitor' ? '>' : '<'} ${text}`).join('\n')
}
