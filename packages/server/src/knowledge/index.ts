export { type Identities, nobody } from './facts.ts'
export { type FactText, factsAbout } from './graph/about.ts'
export { isBuiltIn } from './graph/built-in-intents.ts'
export {
  type Asking,
  type Graph,
  type NamedEntity,
  namesOf,
  type StoredIntent,
} from './graph/graph.ts'
export type { PathAnswer } from './graph/path.ts'
export { createKnowledge, type Knowledge } from './knowledge.ts'
export type { Embedder, KnowledgePorts, PassageIndex, TextQuery } from './ports.ts'
export type { Author, FaqEntry, KnowledgeEvent, Passage, SearchQuestion, Source } from './types.ts'
export { isValid } from './types.ts'
