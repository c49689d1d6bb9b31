/**
 * Writes fixtures/frames.json: the bytes of one frame of every kind. Run it only to add frames: what
 * stands there was released, and must go on meaning what it means.
 */
import { writeFileSync } from 'node:fs'
import {
  type ClientBody,
  encodeClientFrame,
  encodeServerFrame,
  type ServerBody,
} from '../src/index.ts'

const message = {
  conversationId: 'conversation-1',
  seq: 7,
  clientId: 'client-7',
  authorKind: 2,
  authorId: 'agent-1',
  authorName: '林晓梅',
  postedAt: 1_790_000_000_000,
  content: { $case: 'text', value: { text: '您好 👋' } },
} as const

const conversation = {
  id: 'conversation-1',
  channelId: 'channel-1',
  contactId: 'contact-1',
  contactName: '孙悦',
  status: 3,
  agentId: 'agent-1',
  agentName: '林晓梅',
  createdAt: 1_790_000_000_000,
  activeAt: 1_790_000_001_000,
  waitingSince: 0,
  lastSeq: 7,
  preview: {
    authorKind: 2,
    text: '您好 👋',
    postedAt: 1_790_000_001_000,
    fileKind: 0,
    fileName: '',
  },
  contactDeliveredSeq: 7,
  contactReadSeq: 6,
  agentDeliveredSeq: 5,
  agentReadSeq: 4,
  unreadCount: 1,
  version: 2,
} as const

const conversationId = conversation.id
const event = { type: 4, agentId: 'agent-2', agentName: 'Oliver' } as const
const posted = {
  conversationId,
  clientId: 'client-7',
  seq: 7,
  postedAt: 1_790_000_000_000,
  isRepeated: true,
}
const agent = { agentId: 'agent-1', name: '林晓梅', presence: 1 } as const

const file = {
  name: '茶园.png',
  mediaType: 'image/png',
  size: 70_000,
  kind: 1,
  width: 800,
  height: 600,
  hasPreview: true,
  id: 'file-1',
} as const

const client: [string, ClientBody][] = [
  ['asking for a person', { $case: 'askForPerson', value: { conversationId } }],
  ['rating', { $case: 'rateAnswer', value: { conversationId, seq: 8, isHelpful: true } }],
  [
    'hello of a visitor',
    {
      $case: 'hello',
      value: {
        protocolVersion: 1,
        protocolVersionMin: 1,
        client: 'widget/0.1.0',
        locale: 'zh-CN',
        credential: {
          $case: 'visitor',
          value: { channelId: 'channel-1', visitorToken: 'token-1' },
        },
      },
    },
  ],
  [
    'hello of an agent',
    {
      $case: 'hello',
      value: {
        protocolVersion: 1,
        protocolVersionMin: 1,
        client: 'console/0.1.0',
        locale: 'en',
        credential: { $case: 'agent', value: {} },
      },
    },
  ],
  ['heartbeat', { $case: 'heartbeat', value: {} }],
  [
    'post of a text',
    {
      $case: 'post',
      value: {
        conversationId,
        clientId: 'client-7',
        content: { $case: 'text', value: { text: '您好 👋' } },
      },
    },
  ],
  [
    'post of a note',
    {
      $case: 'post',
      value: {
        conversationId,
        clientId: 'client-8',
        content: { $case: 'note', value: { text: 'VIP' } },
      },
    },
  ],
  ['start', { $case: 'startConversation', value: { clientId: 'client-1', text: { text: 'Hi' } } }],
  [
    'fetch of older messages',
    {
      $case: 'fetchMessages',
      value: { conversationId, range: { $case: 'beforeSeq', value: 0 }, limit: 50 },
    },
  ],
  [
    'fetch of newer messages',
    {
      $case: 'fetchMessages',
      value: { conversationId, range: { $case: 'afterSeq', value: 7 }, limit: 200 },
    },
  ],
  ['cursor', { $case: 'moveCursor', value: { conversationId, deliveredSeq: 7, readSeq: 6 } }],
  ['typing', { $case: 'typing', value: { conversationId, isTyping: true, text: '我想' } }],
  [
    'page',
    {
      $case: 'visitPage',
      value: { url: 'https://a.example/b', title: 'B', referrer: 'https://c.example/' },
    },
  ],
  [
    'identity',
    {
      $case: 'identifyContact',
      value: { name: '孙悦', email: '', phone: undefined, attributes: { plan: 'team' } },
    },
  ],
  ['list', { $case: 'listConversations', value: { view: 2, cursor: 'page-2', limit: 50 } }],
  ['details', { $case: 'fetchConversation', value: { conversationId } }],
  [
    'take',
    {
      $case: 'changeConversation',
      value: { conversationId, change: { $case: 'take', value: {} } },
    },
  ],
  [
    'transfer',
    {
      $case: 'changeConversation',
      value: { conversationId, change: { $case: 'transfer', value: { agentId: 'agent-2' } } },
    },
  ],
  ['watch', { $case: 'watch', value: { conversationId, isWatching: true } }],
  ['presence', { $case: 'setPresence', value: { presence: 2 } }],
  ['count', { $case: 'countInbox', value: {} }],
  [
    'post of a file',
    {
      $case: 'post',
      value: { conversationId, clientId: 'client-9', content: { $case: 'file', value: {} } },
    },
  ],
  [
    'start with a file',
    { $case: 'startConversation', value: { clientId: 'client-1', text: undefined, file: {} } },
  ],
  [
    'begin of an upload',
    {
      $case: 'beginUpload',
      value: {
        clientId: 'client-9',
        name: '茶园.png',
        size: 70_000,
        bytes: Uint8Array.of(137, 80, 78, 71),
      },
    },
  ],
  [
    'chunk of an upload',
    {
      $case: 'uploadChunk',
      value: { clientId: 'client-9', offset: 65_536, bytes: Uint8Array.of(1, 2, 3) },
    },
  ],
  ['cancelled upload', { $case: 'cancelUpload', value: { clientId: 'client-9' } }],
  ['links', { $case: 'fetchFileLinks', value: { conversationId, seqs: [7, 300] } }],
]

const server: [string, ServerBody][] = [
  [
    'a part of an answer',
    {
      $case: 'answerDrafted',
      value: {
        conversationId,
        questionSeq: 7,
        authorName: '小帕',
        offset: 2,
        text: '您好',
        isDropped: false,
      },
    },
  ],
  [
    'error',
    {
      $case: 'error',
      value: { code: 1301, reason: 'too_many_requests', message: 'Slow down.', retryAfterMs: 50 },
    },
  ],
  ['done', { $case: 'done', value: {} }],
  [
    'welcome of a visitor',
    {
      $case: 'welcome',
      value: {
        protocolVersion: 1,
        serverTime: 1_790_000_000_000,
        heartbeatMs: 25_000,
        textLengthMax: 10_000,
        who: {
          $case: 'visitor',
          value: {
            contactId: 'contact-1',
            visitorToken: 'token-1',
            conversations: [conversation],
            isStaffed: true,
            isTypingPreviewOn: true,
          },
        },
      },
    },
  ],
  [
    'welcome of an agent',
    {
      $case: 'welcome',
      value: {
        protocolVersion: 1,
        serverTime: 1_790_000_000_000,
        heartbeatMs: 25_000,
        textLengthMax: 10_000,
        who: {
          $case: 'agent',
          value: { agentId: 'agent-1', workspaceId: 'workspace-1', presence: 1, agents: [agent] },
        },
      },
    },
  ],
  ['posted', { $case: 'posted', value: posted }],
  ['started', { $case: 'conversationStarted', value: { conversation, posted } }],
  [
    'page of messages',
    {
      $case: 'messagePage',
      value: {
        conversationId,
        messages: [
          message,
          { ...message, seq: 8, content: { $case: 'event', value: event } },
          { ...message, seq: 9, content: { $case: 'withheld', value: {} } },
        ],
        hasMore: true,
        lastSeq: 12,
      },
    },
  ],
  [
    'page of conversations',
    { $case: 'conversationPage', value: { conversations: [conversation], nextCursor: 'page-3' } },
  ],
  [
    'details',
    {
      $case: 'conversationDetails',
      value: {
        conversation,
        contact: {
          id: 'contact-1',
          name: '孙悦',
          email: 'sunyue@mail.example',
          phone: '',
          locale: 'zh-CN',
          attributes: { plan: 'team' },
          createdAt: 1_790_000_000_000,
          seenAt: 1_790_000_000_000,
          isOnline: true,
          userAgent: 'Mozilla/5.0',
          signedId: '',
          signedEmail: '',
        },
        pageVisits: [
          { url: 'https://a.example/b', title: 'B', referrer: '', visitedAt: 1_790_000_000_000 },
        ],
        earlier: [conversation],
      },
    },
  ],
  ['counts', { $case: 'inboxCounts', value: { mine: 1, unassigned: 2, all: 3, bot: 0 } }],
  ['posted message', { $case: 'messagePosted', value: { message } }],
  [
    'posted note',
    {
      $case: 'messagePosted',
      value: { message: { ...message, content: { $case: 'note', value: { text: 'VIP' } } } },
    },
  ],
  ['changed conversation', { $case: 'conversationChanged', value: { conversation } }],
  [
    'moved cursor',
    { $case: 'cursorMoved', value: { conversationId, side: 1, deliveredSeq: 7, readSeq: 6 } },
  ],
  [
    'typing',
    {
      $case: 'typingChanged',
      value: {
        conversationId,
        authorKind: 1,
        authorId: 'contact-1',
        authorName: '',
        isTyping: true,
        text: '我想',
      },
    },
  ],
  ['presence', { $case: 'presenceChanged', value: { agent, isStaffed: true } }],
  [
    'changed lists',
    { $case: 'inboxChanged', value: { conversations: [conversation], isStale: true } },
  ],
  ['behind', { $case: 'behind', value: { conversationId, lastSeq: 12 } }],
  ['draining', { $case: 'draining', value: { reconnectAfterMs: 1_500 } }],
  ['heartbeat', { $case: 'heartbeatReply', value: {} }],
  ['upload under way', { $case: 'uploadState', value: { offset: 65_536, file: undefined } }],
  ['upload whole', { $case: 'uploadState', value: { offset: 70_000, file } }],
  [
    'links',
    {
      $case: 'fileLinks',
      value: {
        conversationId,
        links: [{ seq: 7, url: '/files/token/%E8%8C%B6.png', previewUrl: '/files/token-2/p.webp' }],
        expiresAt: 1_790_000_000_000,
      },
    },
  ],
  [
    'posted file',
    {
      $case: 'messagePosted',
      value: { message: { ...message, content: { $case: 'file', value: file } } },
    },
  ],
]

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const fixtures = {
  client: client.map(([name, body], index) => ({
    name,
    hex: hex(encodeClientFrame(index + 1, body)),
    frame: { requestId: index + 1, body },
  })),
  server: server.map(([name, body], index) => ({
    name,
    hex: hex(encodeServerFrame(index, body)),
    frame: { requestId: index, body },
  })),
}
const target = new URL('../fixtures/frames.json', import.meta.url)
writeFileSync(target, `${JSON.stringify(fixtures, null, 2)}\n`)
