export type { BreakerState } from './breaker.ts'
export { costOf } from './budget.ts'
export { askChain } from './chain.ts'
export {
  createEngine,
  type EngineObserver,
  type EnginePorts,
  type EngineState,
  type EngineTest,
  type GuardedEngine,
} from './engine.ts'
export { EngineError, type EngineErrorKind, isUnsent } from './engine-error.ts'
export { askForJson } from './json-answer.ts'
export { type MakeName, makes } from './makes.ts'
export { type EngineSetup, parseEngineSetup } from './setup.ts'
export type {
  ChainEvent,
  Engine,
  EngineCitation,
  EngineEvent,
  EngineFetch,
  EngineQuestion,
  EngineTool,
  EngineTurn,
  SpendingBook,
  Spent,
  ToolCall,
  Usage,
} from './types.ts'
