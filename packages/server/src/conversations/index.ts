export { change, changeOnce, moveCursor } from './change.ts'
export { assignedAgent, type Change } from './lifecycle.ts'
export { afterMessage, forward, stateAfterContactMessage } from './log-rules.ts'
export type {
  Appended,
  ConversationLog,
  ConversationPorts,
  CursorMove,
  Draft,
  InboxCounts,
  ListQuery,
  Opening,
  StateChange,
} from './ports.ts'
export {
  checkClientId,
  conversationNotFound,
  type Post,
  type PostedContent,
  post,
  start,
} from './post.ts'
export type {
  AnswerParts,
  Author,
  AuthorKind,
  Citation,
  Content,
  Conversation,
  ConversationEvent,
  ConversationState,
  ConversationStatus,
  EventType,
  FileFacts,
  FileKind,
  InboxView,
  Message,
  Preview,
  Scope,
} from './types.ts'
