import type { FileKind, RefusalReason } from '@parley/protocol'

/** What is known of a file before the server has looked into it. */
export type PendingFile = {
  name: string
  /** In bytes. */
  size: number
  /** By what the browser takes it for. */
  kind: FileKind
  /** Of a picture, in pixels; 0 when unknown. */
  width: number
  height: number
}

/** A message that no server has acked yet. */
export type PendingMessage = {
  clientId: string
  /** Empty: it starts a new conversation. */
  conversationId: string
  kind: 'text' | 'note' | 'file'
  /** Empty for a file. */
  text: string
  /** Set for a file alone. */
  file?: PendingFile
  createdAt: number
  /** `uploading`: a file that does not stand on the server yet. */
  state: 'uploading' | 'sending' | 'failed'
  /** Of an upload: bytes that are on the server's disk. */
  sentBytes?: number
  /** `file_gone`: the bytes went with the page that was reloaded; the person has to choose anew. */
  failure?: { reason: RefusalReason | 'file_gone'; message: string }
}

/** Where unsent messages outlive the page. Neither call throws. */
export interface OutboxStorage {
  load(): PendingMessage[]
  /** `settled` names messages that need no longer be kept, also when another tab saved them. */
  save(pending: readonly PendingMessage[], settled: ReadonlySet<string>): void
}
