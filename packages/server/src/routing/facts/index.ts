export { createFacts, type Facts } from './facts.ts'
export type { WorkspaceFacts } from './read.ts'
export { toAgentFacts, toSettings } from './to-machine.ts'
