export { type AssistantRoom, createAssistantRoom } from './room.ts'
