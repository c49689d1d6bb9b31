import type { MessageEntry } from '@parley/browser'
import type { Conversation } from '@parley/protocol'

/** How far one's own message has come. */
export type Receipt = 'sending' | 'sent' | 'delivered' | 'read'

/** Reads it off the message and the other side's cursors; a failed message has none. */
export function receiptOf(
  { state, seq }: Pick<MessageEntry, 'state' | 'seq'>,
  cursors: Pick<Conversation, 'agentDeliveredSeq' | 'agentReadSeq'> | undefined,
): Receipt | undefined {
  if (state === 'failed') return undefined
  if (state === 'sending' || state === 'uploading') return 'sending'
  // Acked, and not back from the log yet.
  if (seq === 0 || cursors === undefined) return 'sent'
  if (seq <= cursors.agentReadSeq) return 'read'
  return seq <= cursors.agentDeliveredSeq ? 'delivered' : 'sent'
}
