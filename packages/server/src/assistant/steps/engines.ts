import { TEXT_LENGTH_MAX } from '@parley/protocol'
import type { AssistantSettings } from '@parley/protocol/rest/assistant'
import type { Citation } from '../../conversations/index.ts'
import type { FactText } from '../../knowledge/index.ts'
import type { Ask } from '../engine-chain/index.ts'
import type { EngineCitation, EngineTurn } from '../engines/index.ts'
import type { Findings, Outcome, Question, Source, Step, StepOutput } from '../pipeline/index.ts'
import { CitationMarks } from './citation-marks.ts'
import { instructionsFor, knowledgeFrom } from './engine-words.ts'
import { languageOf } from './language.ts'

/** What an engine's own knowledge may add. */
const OWN_CITATIONS_MAX = 5
const SUGGESTIONS_MAX = 3

export interface EnginesStepPorts {
  ask: Ask
  /** Whether any engine can be asked. */
  hasEngine(workspaceId: string): boolean
  settingsOf(workspaceId: string): { settings: AssistantSettings; version: number }
  /** What was said before the question, the oldest first. */
  earlierOf(question: Question): Promise<EngineTurn[]>
  /** What the graph knows of what the question names. */
  factsOf(question: Question): Promise<FactText[]>
  /** Names of the people in the conversation, which do not leave. */
  namesOf(question: Question): Promise<string[]>
}

/** Lets an engine write the answer from what was found, and shows its words as they come. */
export function createEnginesStep(ports: EnginesStepPorts): Step {
  return {
    name: 'engines',
    async run(question, findings, output) {
      if (!ports.hasEngine(question.workspaceId)) return undefined
      output.write('')
      const [earlier, names, facts] = await Promise.all([
        ports.earlierOf(question),
        ports.namesOf(question),
        ports.factsOf(question),
      ])
      const pieces = [...findings.passages.map(fromPassage), ...facts.map(fromFact)]
      return await hear(ports, question, pieces, { earlier, names }, output)
    },
  }
}

async function hear(
  { ask, settingsOf }: EnginesStepPorts,
  question: Question,
  pieces: readonly Piece[],
  before: { earlier: EngineTurn[]; names: string[] },
  output: StepOutput,
): Promise<Outcome | undefined> {
  const { workspaceId, conversationId, contactId, text: asked } = question
  const { settings, version } = settingsOf(workspaceId)
  let marks = new CitationMarks(pieces.length)
  let text = ''
  let engine: Source = { kind: 'engine', id: '', version: 0 }
  let engineName = ''
  let own: EngineCitation[] = []
  let suggestions: string[] = []

  function begin(): void {
    if (text !== '') output.restart()
    text = ''
    own = []
    suggestions = []
    marks.used.length = 0
  }

  function answered(isPersonal: boolean): Outcome {
    output.spent(engineName, 0)
    output.note(engineName)
    return {
      kind: 'answered',
      text: fitted(text.trim()),
      parts: {
        citations: [...citationsOf(marks, pieces), ...own.map(toCitation)],
        suggestions,
      },
      sources: [
        ...pieces.flatMap(({ sources }) => sources),
        engine,
        { kind: 'prompt', id: workspaceId, version },
      ],
      isPersonal,
      validUntil: firstEnd(pieces),
    }
  }

  const replies = ask(
    {
      workspaceId,
      conversationId,
      causedBy: 'contact',
      causedById: contactId,
      text: asked,
      instructions: instructionsFor(settings, languageOf(asked)),
      knowledge: knowledgeFrom(pieces),
      waitMsMax: settings.enginesWaitMsMax,
      ...before,
      filter() {
        marks = new CitationMarks(pieces.length)
        return marks
      },
      sent: output.sent,
    },
    output.signal,
  )
  try {
    for await (const reply of replies) {
      switch (reply.type) {
        case 'asking':
          begin()
          engineName = reply.engine.setup.name
          engine = { kind: 'engine', id: reply.engine.id, version: reply.engine.version }
          break
        case 'failed':
          output.note(`${reply.engine.setup.name}: ${reply.error.message}`)
          break
        case 'restart':
          begin()
          break
        case 'text':
          text += reply.text
          output.write(reply.text)
          // An engine that does not come to an end is stopped; what it might hide is not known.
          if (text.length > TEXT_LENGTH_MAX) return answered(true)
          break
        case 'citation':
          if (own.length < OWN_CITATIONS_MAX) own.push(reply.citation)
          break
        case 'suggestion':
          if (suggestions.length < SUGGESTIONS_MAX) suggestions.push(reply.text)
          break
        case 'spent':
          output.spent(engineName, reply.costMicros)
          break
        case 'handoff':
          begin()
          output.note(`${engineName} asks for a person. ${reply.reason}`.trim())
          return { kind: 'handed_over', reason: 'no_answer' }
        case 'done':
          return answered(reply.isPersonal)
      }
    }
  } catch (error) {
    begin()
    throw error
  }
  return undefined
}

/** What fits into one message. */
function fitted(text: string): string {
  if (text.length <= TEXT_LENGTH_MAX) return text
  return `${text.slice(0, TEXT_LENGTH_MAX - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** Something known that an engine may rest its answer on. */
interface Piece {
  title: string
  heading: string
  text: string
  citation: Citation
  sources: readonly Source[]
  /** Epoch milliseconds; null is never. */
  validUntil: number | null
}

function fromPassage({
  articleId,
  version,
  source,
  ...passage
}: Findings['passages'][number]): Piece {
  const { title, heading, text, validUntil } = passage
  const url = /^https?:/.test(source) ? source : ''
  const sources = [{ kind: 'article' as const, id: articleId, version }]
  return { title, heading, text, citation: { title, url, articleId }, sources, validUntil }
}

function fromFact({ title, text, sources, validUntil }: FactText): Piece {
  const citation = { title, url: '', articleId: '' }
  return { title, heading: '', text, citation, sources, validUntil }
}

function citationsOf(marks: CitationMarks, pieces: readonly Piece[]): Citation[] {
  return marks.used.flatMap((number) => pieces[number - 1]?.citation ?? [])
}

/** An answer is good for as long as all that it was made from. */
function firstEnd(pieces: readonly Piece[]): number | null {
  const ends = pieces.flatMap(({ validUntil }) => validUntil ?? [])
  return ends.length === 0 ? null : Math.min(...ends)
}

function toCitation({ title }: EngineCitation): Citation {
  return { title, url: '', articleId: '' }
}
