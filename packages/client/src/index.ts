export { type AnswerDraft, type AnswerDrafts, createAnswerDrafts } from './answer-drafts.ts'
export {
  type Connection,
  type ConnectionEvent,
  type ConnectionOptions,
  type ConnectionStatus,
  createConnection,
  type Welcome,
} from './connection.ts'
export { type Cursors, createCursors } from './cursors.ts'
export { createLinks, type FileLink, type Links } from './links.ts'
export { createOffers, type Offer, type Offers } from './offers.ts'
export { createOutbox, type Outbox, type OutboxEvent } from './outbox.ts'
export { localStorageOutbox } from './outbox-storage.ts'
export type { OutboxStorage, PendingFile, PendingMessage } from './pending-message.ts'
export { ConnectionLost } from './requests.ts'
export type { Environment, SocketLike } from './socket.ts'
export { createThread, type Thread, type ThreadState } from './thread.ts'
export { createTyping, type Typing, type Typist } from './typing.ts'
export {
  createUploads,
  type FileBytes,
  FileGone,
  type FileStorage,
  type Uploads,
} from './uploads.ts'
