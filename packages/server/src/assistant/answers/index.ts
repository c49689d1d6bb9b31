export { type Answers, type AskedQuestion, createAnswers } from './answers.ts'
