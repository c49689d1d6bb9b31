import type { Compilable } from 'kysely'
import type { Db } from './schema.ts'

/** A write that must touch exactly `changes` rows, or the whole step is rolled back. */
export interface GuardedWrite {
  query: Compilable
  changes?: number
}

/** Thrown when a guarded write touched another number of rows: somebody else was first. */
export class WriteConflict extends Error {
  override readonly name = 'WriteConflict'
}

/** The deployment's data: one database, opened once, closed at the end. */
export interface Storage {
  readonly db: Db

  /**
   * Runs the writes in order as one step: all of them or none. Resolves when the commit is on
   * disk.
   *
   * @throws {WriteConflict} when a guard does not hold; nothing was changed.
   */
  atomically(writes: readonly GuardedWrite[]): Promise<void>
}
