import {
  AnswerOffer,
  AuthorKind,
  ConversationStatus,
  EventType,
  encodeServerFrame,
  FileKind,
  type Routing,
  SlaClock,
  SlaState,
  type Answer as WireAnswer,
  type Conversation as WireConversation,
  type File as WireFile,
  type Message as WireMessage,
} from '@parley/protocol'
import {
  type AnswerParts,
  assignedAgent,
  type Content,
  type Conversation,
  type FileFacts,
  type Message,
} from '../conversations/index.ts'
import type { AnswerDraft, RoutingMark } from './ports.ts'

const statuses = {
  bot: ConversationStatus.BOT,
  queued: ConversationStatus.QUEUED,
  open: ConversationStatus.OPEN,
  snoozed: ConversationStatus.SNOOZED,
  resolved: ConversationStatus.RESOLVED,
} as const

const authorKinds = {
  contact: AuthorKind.CONTACT,
  agent: AuthorKind.AGENT,
  assistant: AuthorKind.ASSISTANT,
  system: AuthorKind.SYSTEM,
} as const

export function wireAuthorKind(kind: keyof typeof authorKinds): AuthorKind {
  return authorKinds[kind]
}

const eventTypes = {
  queued: EventType.QUEUED,
  assigned: EventType.ASSIGNED,
  released: EventType.RELEASED,
  transferred: EventType.TRANSFERRED,
  resolved: EventType.RESOLVED,
  reopened: EventType.REOPENED,
  returned: EventType.RETURNED,
} as const

const fileKinds = {
  image: FileKind.IMAGE,
  audio: FileKind.AUDIO,
  video: FileKind.VIDEO,
  document: FileKind.DOCUMENT,
  other: FileKind.OTHER,
} as const

/** Which side looks: visitors see no notes and no unread counts of the agents. */
export type Side = 'contact' | 'agent'

/** What a conversation does not tell itself: names that it refers to by id, and routing's mark. */
export interface Named {
  contactName: string
  agentName: string
  mark: RoutingMark | undefined
}

const slaClocks = {
  first_reply: SlaClock.FIRST_REPLY,
  next_reply: SlaClock.NEXT_REPLY,
  resolution: SlaClock.RESOLUTION,
} as const

const slaStates = {
  running: SlaState.RUNNING,
  warned: SlaState.WARNED,
  broken: SlaState.BROKEN,
} as const

function toWireRouting({ clock, priority, teamId, topic }: RoutingMark): Routing {
  return {
    slaClock: clock === undefined ? SlaClock.UNSPECIFIED : slaClocks[clock.clock],
    slaState: clock === undefined ? SlaState.UNSPECIFIED : slaStates[clock.state],
    slaDueAt: clock === undefined ? 0 : Math.round(clock.dueAt),
    priority,
    teamId,
    topicId: topic,
  }
}

export function toWireConversation(
  conversation: Conversation,
  side: Side,
  names: Named,
): WireConversation {
  const { preview, contactCursor, agentCursor } = conversation
  return {
    id: conversation.id,
    channelId: conversation.channelId,
    contactId: conversation.contactId,
    contactName: names.contactName,
    status: statuses[conversation.state.status],
    agentId: assignedAgent(conversation.state),
    agentName: names.agentName,
    createdAt: conversation.createdAt,
    activeAt: conversation.activeAt,
    waitingSince: conversation.waitingSince,
    lastSeq: conversation.lastSeq,
    preview: {
      authorKind: authorKinds[preview.authorKind],
      text: preview.text,
      postedAt: preview.postedAt,
      fileKind: preview.file === undefined ? FileKind.UNSPECIFIED : fileKinds[preview.file.kind],
      fileName: preview.file?.name ?? '',
    },
    contactDeliveredSeq: contactCursor.deliveredSeq,
    contactReadSeq: contactCursor.readSeq,
    agentDeliveredSeq: agentCursor.deliveredSeq,
    agentReadSeq: agentCursor.readSeq,
    unreadCount: side === 'contact' ? conversation.unreadByContact : conversation.unreadByAgents,
    version: conversation.version,
    ...(names.mark && { routing: toWireRouting(names.mark) }),
  }
}

/** A visitor gets a note as `withheld`: its place in the log and nothing else. */
export function toWireMessage(message: Message, side: Side): WireMessage {
  const { conversationId, seq, clientId, author, postedAt, content } = message
  if (content.kind === 'note' && side === 'contact') {
    return {
      conversationId,
      seq,
      clientId: '',
      authorKind: AuthorKind.UNSPECIFIED,
      authorId: '',
      authorName: '',
      postedAt: 0,
      content: { $case: 'withheld', value: {} },
    }
  }
  return {
    conversationId,
    seq,
    clientId,
    authorKind: authorKinds[author.kind],
    authorId: author.id,
    authorName: author.name,
    postedAt,
    content: toWireContent(content),
  }
}

function toWireContent(content: Content): WireMessage['content'] {
  switch (content.kind) {
    case 'text': {
      const { text, answer } = content
      return { $case: 'text', value: { text, ...(answer && { answer: toWireAnswer(answer) }) } }
    }
    case 'note':
      return { $case: 'note', value: { text: content.text } }
    case 'file':
      return { $case: 'file', value: toWireFile(content.file) }
    case 'event': {
      const { type, agentId, agentName } = content
      return { $case: 'event', value: { type: eventTypes[type], agentId, agentName } }
    }
  }
}

const offers = {
  person: AnswerOffer.PERSON,
  message_form: AnswerOffer.MESSAGE_FORM,
} as const

function toWireAnswer({ citations, suggestions, offer }: AnswerParts): WireAnswer {
  return {
    citations,
    suggestions,
    offer: offer === undefined ? AnswerOffer.UNSPECIFIED : offers[offer],
  }
}

/** A file as the wire tells of it. */
export function toWireFile(file: FileFacts): WireFile {
  return { ...file, kind: fileKinds[file.kind] }
}

/** The push that carries a part of what the assistant writes. */
export function encodeAnswerDrafted({ contactId: _, ...draft }: AnswerDraft): Uint8Array {
  return encodeServerFrame(0, { $case: 'answerDrafted', value: draft })
}

/** The push that carries one message. */
export function encodeMessagePosted(message: Message, side: Side): Uint8Array {
  return encodeServerFrame(0, {
    $case: 'messagePosted',
    value: { message: toWireMessage(message, side) },
  })
}
