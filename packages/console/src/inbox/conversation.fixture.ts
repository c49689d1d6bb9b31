import { type Conversation, ConversationStatus } from '@parley/protocol'

/** A conversation in the queue, for tests, with what they care about changed. */
export function conversation(change: Partial<Conversation>): Conversation {
  return {
    id: 'c1',
    channelId: 'web',
    contactId: 'v1',
    contactName: '',
    status: ConversationStatus.QUEUED,
    agentId: '',
    agentName: '',
    createdAt: 1,
    activeAt: 1,
    waitingSince: 0,
    lastSeq: 1,
    preview: undefined,
    contactDeliveredSeq: 0,
    contactReadSeq: 0,
    agentDeliveredSeq: 0,
    agentReadSeq: 0,
    unreadCount: 0,
    version: 1,
    ...change,
  }
}
