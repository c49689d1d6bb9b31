export { type Copilot, createCopilot } from './copilot.ts'
