import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import { createLogWriter } from './log-writer.ts'
import type { Committed, Outcome, RunResult, Statement, Step } from './steps.ts'

/** Prepared statements kept for the ordinary tables' writes. */
const STATEMENTS_MAX = 500

/**
 * Commits a batch of steps in one transaction. When a step fails by something other than its own
 * guard, the batch is rolled back and its steps are committed one by one, so that only the one at
 * fault is refused.
 */
export function createBatchCommitter(
  database: DatabaseSync,
  conversationsMax: number,
): (steps: readonly Step[]) => Committed {
  const log = createLogWriter(database, conversationsMax)
  const statements = new LRUCache<string, ReturnType<DatabaseSync['prepare']>>({
    max: STATEMENTS_MAX,
  })

  function runStatement({ sql, parameters }: Statement): RunResult {
    let statement = statements.get(sql)
    if (statement === undefined) {
      statement = database.prepare(sql)
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
  function run(guarded: readonly Statement[]): Outcome {
    database.exec('savepoint step')
    const result: RunResult = { rows: [], changes: 0 }
    for (const statement of guarded) {
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

  function take(step: Step): Outcome {
    switch (step.kind) {
      case 'open':
        return { ok: true, value: log.open(step.opening) }
      case 'append':
        return { ok: true, value: log.append(step.draft) }
      case 'change':
        return { ok: true, value: log.change(step.change) }
      case 'move_cursor':
        return { ok: true, value: log.moveCursor(step.move) }
      case 'run':
        return run(step.statements)
    }
  }

  function transact(steps: readonly Step[]): Outcome[] {
    database.exec('begin immediate')
    try {
      const outcomes = steps.map(take)
      log.flush()
      database.exec('commit')
      return outcomes
    } catch (error) {
      log.forget()
      // A full disk ends the transaction by itself.
      if (database.isTransaction) database.exec('rollback')
      throw error
    }
  }

  return (steps) => {
    const startedAt = performance.now()
    let outcomes: Outcome[]
    try {
      outcomes = transact(steps)
    } catch (error) {
      outcomes = steps.length === 1 ? [failure(error)] : steps.map(alone)
    }
    return { outcomes, commitMs: performance.now() - startedAt }
  }

  function alone(step: Step): Outcome {
    try {
      return transact([step])[0] as Outcome
    } catch (error) {
      return failure(error)
    }
  }
}

function failure(error: unknown): Outcome {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { ok: false, error: { name, message } }
}
