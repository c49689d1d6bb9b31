export type { DraftPart } from './draft.ts'
export { type HandOverPorts, handOver } from './hand-over.ts'
export { createRunner, type Runner } from './runner.ts'
