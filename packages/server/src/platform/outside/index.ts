export type { Outside, OutsideFetch } from './outside.ts'
export { OutsideError, type OutsideErrorKind } from './outside-error.ts'
export type { OutsidePolicy } from './policy.ts'
export type { OutsideInit } from './request.ts'
