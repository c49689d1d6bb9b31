export { createLearning, type Learning } from './learning.ts'
export type { LearningPorts, LiveModels } from './ports.ts'
export { setRungs } from './set-rungs.ts'
