import type {
  Appended,
  Conversation,
  CursorMove,
  Draft,
  Opening,
  StateChange,
} from '../../../conversations/index.ts'

/** One compiled statement with its guard; see `GuardedWrite`. */
export interface Statement {
  sql: string
  parameters: readonly unknown[]
  changes?: number
}

/** What the writer thread does as one indivisible step. Steps of one batch share a commit. */
export type Step =
  | { kind: 'open'; opening: Opening }
  | { kind: 'append'; draft: Draft }
  | { kind: 'change'; change: StateChange }
  | { kind: 'move_cursor'; move: CursorMove }
  | { kind: 'run'; statements: readonly Statement[] }
  /** Writes the rows that are behind their messages, so that a reader finds them. */
  | { kind: 'flush' }

/** What each kind of step answers with. */
export interface StepResults {
  open: Appended | 'too_many'
  append: Appended | 'not_found'
  change: Appended | 'not_found' | 'conflict'
  move_cursor: { conversation: Conversation; moved: boolean } | 'not_found'
  run: RunResult
  flush: undefined
}

export interface RunResult {
  rows: Record<string, unknown>[]
  changes: number
}

/** A step's outcome on its way back from the writer thread. */
export type Outcome =
  | { ok: true; value: StepResults[Step['kind']] }
  | { ok: false; error: { name: string; message: string } }

/** One batch's answer: the outcomes in the order of the steps, and how long the commit took. */
export interface Committed {
  outcomes: Outcome[]
  commitMs: number
}

export interface WriterOptions {
  file: string
  cacheBytes: number
  /** Conversations whose state the writer keeps at hand; about 1 KB each. */
  conversationsMax: number
}
