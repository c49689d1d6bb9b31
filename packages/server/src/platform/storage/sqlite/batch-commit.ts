import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import { createLogWriter } from './log-writer.ts'
import type { Committed, Outcome, RunResult, Statement, Step } from './steps.ts'

/** Prepared statements kept for the ordinary tables' writes. */
const STATEMENTS_MAX = 500

/**
 * Commits batches of steps, each in one transaction. When a step fails by something other than its own
 * guard, the batch is rolled back and its steps are committed one by one, so that only the one at
 * fault is refused.
 */
export function createBatchCommitter(database: DatabaseSync, conversationsMax: number) {
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
      case 'flush':
        log.rows.flush()
        return { ok: true, value: undefined }
    }
  }

  function transact<Result>(work: () => Result): Result {
    database.exec('begin immediate')
    try {
      log.rows.recover()
      const result = work()
      log.rows.flushUrgent()
      database.exec('commit')
      return result
    } catch (error) {
      // A full disk ends the transaction by itself.
      if (database.isTransaction) database.exec('rollback')
      log.forget()
      throw error
    }
  }

  function alone(step: Step): Outcome {
    try {
      return transact(() => take(step))
    } catch (error) {
      return failure(error)
    }
  }

  // A crash may have left rows behind; readers ask only after this.
  transact(() => undefined)

  return {
    commit(steps: readonly Step[]): Committed {
      const startedAt = performance.now()
      let outcomes: Outcome[]
      try {
        outcomes = transact(() => steps.map(take))
      } catch (error) {
        outcomes = steps.length === 1 ? [failure(error)] : steps.map(alone)
      }
      return { outcomes, commitMs: performance.now() - startedAt }
    },

    /** Whether rows are behind their messages. */
    get isLate(): boolean {
      return log.rows.isAny
    },

    /** Writes the rows that are late for so many milliseconds, or all. */
    flush(lateMs = 0): void {
      transact(() => log.rows.flush(lateMs))
    },
  }
}

function failure(error: unknown): Outcome {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { ok: false, error: { name, message } }
}
