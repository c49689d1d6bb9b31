export type { Finder, Finding, KnownIntent } from './finder.ts'
export { createUnderstanding, type Understanding } from './understanding.ts'
