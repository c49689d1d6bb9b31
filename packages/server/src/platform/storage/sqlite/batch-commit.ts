import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import type { Outcome, RunResult, Statement, Step } from './steps.ts'
import { transact } from './transact.ts'

/** Prepared statements kept. */
const STATEMENTS_MAX = 500

/**
 * Commits batches of steps, each in one transaction. When a step fails by something other than its
 * own guard, the batch is rolled back and its steps are committed one by one, so that only the one
 * at fault is refused.
 */
export function createBatchCommitter(database: DatabaseSync) {
  const statements = new LRUCache<string, ReturnType<DatabaseSync['prepare']>>({
    max: STATEMENTS_MAX,
  })

  function runStatement({ sql, parameters }: Statement): RunResult {
    let statement = statements.get(sql)
    if (statement === undefined) {
      statement = database.prepare(sql)
      // A write to the full-text index may leave a last row id that no number holds.
      if (statement.columns().length === 0) statement.setReadBigInts(true)
      statements.set(sql, statement)
    }
    const values = parameters as SQLInputValue[]
    if (statement.columns().length > 0) {
      const rows = statement.all(...values) as Record<string, unknown>[]
      return { rows, changes: rows.length }
    }
    return { rows: [], changes: Number(statement.run(...values).changes) }
  }

  /** Undone by itself when a guard fails, without harm to the batch around it. */
  function take(step: Step): Outcome {
    database.exec('savepoint step')
    const result: RunResult = { rows: [], changes: 0 }
    for (const statement of step) {
      let done: RunResult
      try {
        done = runStatement(statement)
      } catch (error) {
        if (!database.isTransaction) throw error
        undo()
        return failure(error)
      }
      if (statement.changes !== undefined && statement.changes !== done.changes) {
        undo()
        return failure(
          Object.assign(
            new Error(`a write touched ${done.changes} rows instead of ${statement.changes}`),
            { name: 'WriteConflict' },
          ),
        )
      }
      result.rows = done.rows
      result.changes += done.changes
    }
    database.exec('release step')
    return { ok: true, value: result }
  }

  function undo(): void {
    database.exec('rollback to step; release step')
  }

  function alone(step: Step): Outcome {
    try {
      return transact(database, () => take(step))
    } catch (error) {
      return failure(error)
    }
  }

  return (steps: readonly Step[]): { outcomes: Outcome[]; commitMs: number } => {
    const startedAt = performance.now()
    let outcomes: Outcome[]
    try {
      outcomes = transact(database, () => steps.map(take))
    } catch (error) {
      outcomes = steps.length === 1 ? [failure(error)] : steps.map(alone)
    }
    return { outcomes, commitMs: performance.now() - startedAt }
  }
}

function failure(error: unknown): Outcome {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { ok: false, error: { name, message } }
}
