import type { Report } from '../report/report.ts'

/** What every scenario is asked for. */
export interface Load {
  /** Messages a second. */
  rate: number
  /** Measured time; a warm-up of `warmUpSeconds` goes before. */
  seconds: number
  warmUpSeconds: number
  visitors: number
  agents: number
}

export interface RunOptions {
  /** The server writes CPU profiles there. */
  profileFolder: string | undefined
  /** How often everything is done again, where a scenario compares. */
  rounds: number
  /** Processes that share the load. */
  generators: number
  /** Connections to hold; a scenario has its own number. */
  connections: number | undefined
  /** Messages that stand in the log before, one run each, or those of the whole run. */
  stored: readonly number[] | undefined
  /** Open conversations, one run each. */
  conversations: readonly number[] | undefined
}

/** What a run brings back: the report, and rows of its own for the table. */
export interface Result {
  report: Report
  rows: [string, string][]
  /** Shown in the place of the usual table. */
  table?: string
}

export interface Scenario {
  /** What it measures, in one line. */
  about: string
  defaults: Load
  run(load: Load, options: RunOptions): Promise<Result>
}
