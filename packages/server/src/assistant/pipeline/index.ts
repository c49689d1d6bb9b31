export { runPipeline, type Words } from './pipeline.ts'
export type * from './types.ts'
