import { AuthorKind, type Conversation, ConversationStatus, type Message } from '@parley/protocol'

/** A conversation in which nothing has been said. */
export function conversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c1',
    channelId: 'ch1',
    contactId: 'visitor-1',
    contactName: '',
    status: ConversationStatus.QUEUED,
    agentId: '',
    agentName: '',
    createdAt: 1_000,
    activeAt: 1_000,
    waitingSince: 0,
    lastSeq: 0,
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

/** What an agent wrote. */
export function message(seq: number, change: Partial<Message> = {}): Message {
  return {
    conversationId: 'c1',
    seq,
    clientId: `m${seq}`,
    authorKind: AuthorKind.AGENT,
    authorId: 'a1',
    authorName: 'Mei',
    postedAt: 1_000 + seq,
    content: { $case: 'text', value: { text: `text ${seq}` } },
    ...change,
  }
}
