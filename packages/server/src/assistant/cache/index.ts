export {
  type AnswerCache,
  type AnswerCacheOptions,
  createAnswerCache,
  type WrongHit,
} from './answer-cache.ts'
