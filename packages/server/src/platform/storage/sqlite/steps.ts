/** One compiled statement with its guard; see `GuardedWrite`. */
export interface Statement {
  sql: string
  parameters: readonly unknown[]
  changes?: number
}

/** Statements that the writer thread carries out all or none. Steps of one batch share a commit. */
export type Step = readonly Statement[]

export interface RunResult {
  rows: Record<string, unknown>[]
  changes: number
}

/** A step's outcome on its way back from the writer thread. */
export type Outcome =
  | { ok: true; value: RunResult }
  | { ok: false; error: { name: string; message: string } }

/** What the writer thread is asked for. */
export type WriterRequest =
  | { kind: 'commit'; steps: Step[] }
  | { kind: 'fold'; generation: number; end: number; isHurried: boolean }
  | { kind: 'hurry' }
  | { kind: 'close' }

/** What it answers; the outcomes are in the order of the steps. */
export type WriterReply =
  | { kind: 'committed'; outcomes: Outcome[]; commitMs: number }
  | { kind: 'folded'; error?: string }

export interface WriterOptions {
  file: string
  cacheBytes: number
  /** The journal's two segments. */
  memory: readonly [SharedArrayBuffer, SharedArrayBuffer]
}
