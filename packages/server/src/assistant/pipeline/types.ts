import type { AnswerParts } from '../../conversations/index.ts'
import type { Passage } from '../../knowledge/index.ts'

/** What waits for an answer. */
export interface Question {
  workspaceId: string
  channelId: string
  conversationId: string
  contactId: string
  /** Seq of the newest message that is answered. */
  seq: number
  /** All messages that wait for the answer, one a line. */
  text: string
  /** The visitor's messages before it, the oldest first; some of the last ones. */
  earlier: readonly string[]
  /** Epoch milliseconds. */
  askedAt: number
}

/** Why a person is brought in. */
export type HandoverReason =
  /** The visitor wants one. */
  | 'wanted'
  | 'angry'
  /** Three answers have not helped. */
  | 'not_helped'
  /** What the visitor wants is marked as people's business. */
  | 'people_only'
  /** Nothing good enough was found. */
  | 'no_answer'
  /** The assistant itself failed. */
  | 'failed'

/** Something that an answer rests on, in the state that it had. */
export interface Source {
  kind: 'article' | 'fact' | 'engine' | 'prompt'
  id: string
  version: number
}

export interface Answered {
  kind: 'answered'
  text: string
  parts: AnswerParts
  /** An answer is only as good as these: when one changes, it is void. */
  sources: readonly Source[]
  /** It tells of one contact and is nobody else's. */
  isPersonal: boolean
  /** From this moment it may be told to nobody any more; epoch milliseconds. */
  validUntil?: number | null
}

export interface HandedOver {
  kind: 'handed_over'
  reason: HandoverReason
}

export type Outcome = Answered | HandedOver

/** What earlier steps found out for later ones. */
export interface Findings {
  /** What the visitor wants, by name; undefined when unclear. */
  intent?: string
  /** Text that may hold the answer, the best first. */
  passages: Passage[]
  /** Frequent questions that may have been meant, the likeliest first. */
  questions: string[]
}

/** How a step speaks while it works. */
export interface StepOutput {
  signal: AbortSignal
  /** Shows more of the answer to the visitor; '' shows that the assistant thinks. */
  write(text: string): void
  /** What was written does not stand: the next words begin anew. */
  restart(): void
  /** Notes something for the trace. */
  note(detail: string): void
  /** Tells what leaves to an engine, with its placeholders; kept nowhere. */
  sent(engineName: string, text: string): void
  /** Notes which engine worked, and at what price in millionths of the workspace's currency. */
  spent(engine: string, costMicros: number): void
}

/** One step of the pipeline: answers, hands over, or passes on with what it found. */
export interface Step {
  name: StepName
  run(
    question: Question,
    findings: Findings,
    output: StepOutput,
  ): Outcome | undefined | Promise<Outcome | undefined>
}

export type StepName = 'person' | 'cache' | 'intent' | 'graph' | 'articles' | 'engines' | 'sorry'

/** What happened to one question, step by step. */
export interface Trace {
  workspaceId: string
  conversationId: string
  questionSeq: number
  question: string
  askedAt: number
  steps: TraceStep[]
  outcome: 'answered' | 'handed_over' | 'dropped' | 'failed'
  /** The step that decided; empty when none did. */
  decidedBy: StepName | ''
  reason: HandoverReason | ''
  sources: readonly Source[]
  engine: string
  costMicros: number
  /** Until the visitor saw the first words, and until the whole; milliseconds. */
  firstTextMs: number
  totalMs: number
}

export interface TraceStep {
  name: StepName
  ms: number
  result: 'passed' | 'answered' | 'handed_over' | 'failed'
  details: string[]
}
