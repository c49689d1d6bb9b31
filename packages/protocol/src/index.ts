export { type CloseReason, closeCodes, mayReconnect } from './close-codes.ts'
export { isRefusalReason, Refusal, type RefusalReason, refusals } from './errors.ts'
export {
  type ClientBody,
  type ClientBodyOf,
  decodeClientFrame,
  decodeServerFrame,
  encodeClientFrame,
  encodeServerFrame,
  type ServerBody,
  type ServerBodyOf,
} from './frames.ts'
export {
  type Answer,
  AnswerOffer,
  AuthorKind,
  type Citation,
  type Contact,
  type Conversation,
  ConversationStatus,
  EventType,
  type File,
  FileKind,
  type Message,
  type PageVisit,
  type Preview,
  type Routing,
  SlaClock,
  SlaState,
} from './generated/parley/v1/conversation.ts'
export {
  type ClientFrame,
  InboxView,
  OfferEnd,
  type ServerFrame,
} from './generated/parley/v1/frames.ts'
export { type AgentPresence, Presence } from './generated/parley/v1/presence.ts'
export {
  CLIENT_ID_LENGTH_MAX,
  CONVERSATION_PAGE_MAX,
  FILE_LINKS_MAX,
  FILE_NAME_LENGTH_MAX,
  FRAME_BYTES_MAX,
  MESSAGE_PAGE_MAX,
  PROTOCOL_VERSION,
  PROTOCOL_VERSION_MIN,
  TEXT_LENGTH_MAX,
  TYPING_TEXT_LENGTH_MAX,
  UPLOAD_CHUNK_BYTES_MAX,
  UPLOAD_FIRST_BYTES_MAX,
  UPLOAD_FRAME_BYTES_MAX,
  WATCHED_MAX,
} from './limits.ts'
