export { createArticlesStep, plainLexicon } from './articles.ts'
export { type CachedAnswer, createCacheStep, keepAnswer } from './cache.ts'
export { personStep } from './person.ts'
export { createSorryStep } from './sorry.ts'
