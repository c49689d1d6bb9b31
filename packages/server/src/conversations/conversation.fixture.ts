import type { Conversation } from './types.ts'

/** A conversation before its first message, as tests need one. */
export const newConversation: Conversation = {
  id: 'one',
  workspaceId: 'tea',
  channelId: 'web',
  contactId: 'ada',
  state: { status: 'queued', queuedAt: 1 },
  createdAt: 1,
  activeAt: 1,
  waitingSince: 0,
  lastSeq: 0,
  preview: { authorKind: 'contact', text: '', postedAt: 0 },
  contactCursor: { deliveredSeq: 0, readSeq: 0 },
  agentCursor: { deliveredSeq: 0, readSeq: 0 },
  unreadByContact: 0,
  unreadByAgents: 0,
  version: 1,
}
