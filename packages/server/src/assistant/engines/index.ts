export { EngineError, type EngineErrorKind } from './engine-error.ts'
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
