export { type Ask, createAsk, type EngineRequest } from './ask.ts'
export { readEarlier } from './earlier.ts'
export {
  type EngineChain,
  type EngineChainPorts,
  type LiveEngine,
  openEngineChain,
} from './engine-chain.ts'
export { complete, completeJson, embedderOf } from './helpers.ts'
