export { createLearning } from './learning.ts'
