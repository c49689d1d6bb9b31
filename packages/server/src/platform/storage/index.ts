export type { Row } from './schema.ts'
export { type Storage, WriteConflict } from './storage.ts'
