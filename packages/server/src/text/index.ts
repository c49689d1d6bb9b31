export { fold, guessLanguage } from './fold.ts'
export { normalisePhrase, normaliseQuestion } from './normalise-question.ts'
export { stem } from './stem.ts'
export { tokens } from './tokens.ts'
