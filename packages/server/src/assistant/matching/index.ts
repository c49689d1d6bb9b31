export { type Analysis, analyse } from './analyse.ts'
export { createFaqMatch, type FaqMatch, type FaqQuestions } from './faq-match.ts'
export { createLexicon, type Lexicon, type LexiconOptions } from './lexicon.ts'
export {
  createQuestionIndex,
  type MatchRule,
  type QuestionIndex,
  type QuestionMatch,
} from './question-index.ts'
