import type { AgentPresence, ClientBodyOf, Contact, PageVisit, Presence } from '@parley/protocol'
import type { Conversation, ConversationPorts } from '../conversations/index.ts'
import type { Files } from '../files/index.ts'

/** A signed-in agent's connection. */
export interface AgentIdentity {
  agentId: string
  workspaceId: string
  name: string
  /** Names the session that signed in, so that its end closes the connection. */
  tokenHash: string
  /** What the agent last chose to be while connected. */
  chosenPresence: 'online' | 'away'
  /** Whether it may direct who gets what. */
  isSupervisor: boolean
}

/** A visitor's connection. */
export interface VisitorIdentity {
  contactId: string
  workspaceId: string
  channelId: string
}

/** What the gateway needs to know of people. */
export interface GatewayPeople {
  /** The agent whose session cookie came with the upgrade request. */
  authenticateAgent(cookieHeader: string | undefined): Promise<AgentIdentity | undefined>

  /**
   * The visitor of a token, or a new one. Undefined when the channel does not exist or its pages
   * may not be on `originHost`.
   */
  admitVisitor(request: {
    channelId: string
    visitorToken: string
    locale: string
    userAgent: string
    /** Empty when the client is no browser, or the page is our own. */
    originHost: string
  }): Promise<(VisitorIdentity & { visitorToken: string; isTypingPreviewOn: boolean }) | undefined>

  /** Whether agents of this workspace see unsent text. Answers at once. */
  isTypingPreviewOn(workspaceId: string): boolean

  identify(visitor: VisitorIdentity, change: ClientBodyOf<'identifyContact'>): Promise<void>
  recordPageVisit(visitor: VisitorIdentity, page: ClientBodyOf<'visitPage'>): Promise<void>

  /** A contact with its newest pages; `isOnline` is the gateway's to fill in. */
  contactDetails(
    workspaceId: string,
    contactId: string,
  ): Promise<{ contact: Contact; pageVisits: PageVisit[] } | undefined>

  /** Names by id; ids that are unknown are left out. */
  contactNames(workspaceId: string, contactIds: string[]): Promise<Map<string, string>>
  agentNames(workspaceId: string, agentIds: string[]): Promise<Map<string, string>>

  /** An active colleague, to whom a conversation may go. */
  findAgent(workspaceId: string, agentId: string): Promise<{ id: string; name: string } | undefined>
}

/** Who is there. Changes come back through `Gateway.presenceChanged`. */
export interface GatewayPresence {
  connected(agent: AgentIdentity): void
  disconnected(agent: AgentIdentity): void
  choose(agent: AgentIdentity, presence: Presence): Promise<void>
  of(agentId: string): Presence
  list(workspaceId: string): Promise<AgentPresence[]>
  isStaffed(workspaceId: string): boolean
}

/** The assistant, as far as visitors speak with it. What it writes comes by `Gateway.answerDrafted`. */
export interface GatewayAssistant {
  /** What it is writing in the conversations of a contact, each draft whole. */
  draftsOf(contactId: string): AnswerDraft[]
  /** Brings a person into the conversation; harmless when there is one. */
  callPerson(conversation: Conversation): Promise<void>
  rate(conversation: Conversation, seq: number, isHelpful: boolean): Promise<void>
}

/** Routing, as far as consoles and visitors speak with it. What it tells comes by the gateway's pushes. */
export interface GatewayRouting {
  /** What lists show beside a conversation; answers at once. */
  markOf(conversation: Conversation): RoutingMark | undefined
  /** @throws {Refusal} `conflict` when the offer has gone on. */
  respondToOffer(agent: AgentIdentity, conversationId: string, isAccepted: boolean): void
  welcomeVisitor(workspaceId: string, contactId: string): void
  welcomeAgent(workspaceId: string, agentId: string): void
}

export interface RoutingMark {
  /** The clock that is due next. */
  clock:
    | {
        clock: 'first_reply' | 'next_reply' | 'resolution'
        state: 'running' | 'warned' | 'broken'
        dueAt: number
      }
    | undefined
  priority: number
  teamId: string
  topic: string
}

/** Where a visitor waits; position 0 says that it waits no more. */
export interface QueuePlace {
  position: number
  p50Ms: number
  p90Ms: number
  shouldLeaveMessage: boolean
  opensAt: number
}

/** A part of an answer that is being written. */
export interface AnswerDraft {
  conversationId: string
  contactId: string
  /** The visitor's message that is answered. */
  questionSeq: number
  authorName: string
  /** Where `text` goes, in UTF-16 code units; 0 begins the draft. */
  offset: number
  text: string
  /** There will be no message of it. */
  isDropped: boolean
}

/** What the gateway tells of itself, for metrics. */
export interface GatewayObserver {
  connectionOpened(): void
  connectionClosed(code: number): void
  frameReceived(kind: string): void
  messagePosted(): void
  refused(reason: string): void
  transientDropped(frames: number): void
  /** A bug or a broken dependency; answered as `internal` with this reference. */
  failed(error: unknown, reference: string): void
}

export interface GatewayOptions {
  /** Origin of the deployment's own pages: "https://help.example.com". */
  publicOrigin: () => string
  outboxBytesMax: number
  connectionsMax: number
  framesPerSecondMax: number
  agentFramesPerSecondMax: number
  heartbeatMs: number
}

export interface GatewayPorts {
  conversations: ConversationPorts
  assistant: GatewayAssistant
  routing: GatewayRouting
  files: Files
  people: GatewayPeople
  presence: GatewayPresence
  observer: GatewayObserver
  options: GatewayOptions
  now: () => number
}
