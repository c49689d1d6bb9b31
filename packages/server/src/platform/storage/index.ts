export type { Row } from './schema.ts'
export { type GuardedWrite, type Storage, WriteConflict } from './storage.ts'
