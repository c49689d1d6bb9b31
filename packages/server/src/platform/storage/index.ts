export type { Db, NewRow, Row, RowChange, Schema } from './schema.ts'
export { type GuardedWrite, type Storage, WriteConflict } from './storage.ts'
