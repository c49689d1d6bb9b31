import type { DatabaseSync } from 'node:sqlite'

/** Runs the work in one transaction: all of it stands, or nothing when it throws. */
export function transact<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    // A full disk ends the transaction by itself.
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}
