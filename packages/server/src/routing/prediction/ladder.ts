import type { AgentPool } from '../agent-pool.ts'
import type { Predictor } from './predictor.ts'
import { createScores, type Scores } from './scores.ts'
import type { Table } from './table.ts'

/** Decisions that do without a model which broke the time limit. */
const REST_DECISIONS = 200
/** So many breaks in a row are the model's; a single one may be the machine's. */
const BREAKS_MAX = 3

export interface LadderLimits {
  budgetMs: number
  modelAgeMaxMs: number
}

/**
 * The rungs of `predicted`: least-busy, the table, and what predicts exactly (trees, or a model from
 * outside). A rung counts while it stands, is fresh and keeps its time; each failure steps down for
 * that decision.
 */
export function createLadder(pool: AgentPool, limits: LadderLimits) {
  let scores: Scores | undefined
  let exact: Predictor | undefined
  let resting = 0
  let breaks = 0

  function isStale(model: { trainedAt: number }, now: number): boolean {
    return now - model.trainedAt > limits.modelAgeMaxMs
  }

  return {
    /** Undefined takes a rung away. */
    setTable(table: Table | undefined): void {
      scores = table && createScores(table, pool)
    },
    setExact(create: ((scores: Scores | undefined) => Predictor | undefined) | undefined): void {
      exact = create?.(scores)
      resting = 0
      breaks = 0
    },
    /** The rungs that may be used now, and why others may not. */
    at(now: number): {
      scores: Scores | undefined
      exact: Predictor | undefined
      steppedDown: { rung: 'trees' | 'table'; because: string }[]
    } {
      const steppedDown: { rung: 'trees' | 'table'; because: string }[] = []
      let table = scores
      let trees = exact
      if (trees !== undefined && isStale(trees, now)) {
        steppedDown.push({ rung: 'trees', because: 'stale' })
        trees = undefined
      } else if (trees !== undefined && resting > 0) {
        resting -= 1
        steppedDown.push({ rung: 'trees', because: 'too_slow' })
        trees = undefined
      }
      if (table !== undefined && isStale(table, now)) {
        steppedDown.push({ rung: 'table', because: 'stale' })
        table = undefined
      }
      return { scores: table, exact: trees, steppedDown }
    },
    /** How long the exact rung took. */
    took(ms: number): void {
      breaks = ms > limits.budgetMs ? breaks + 1 : 0
      if (breaks < BREAKS_MAX) return
      breaks = 0
      resting = REST_DECISIONS
    },
  }
}

export type Ladder = ReturnType<typeof createLadder>
