import { type Static, Type } from 'typebox'
import { RoutingPolicy } from './routing.ts'

/** The bodies of the live board and of the reasons. Times are epoch milliseconds, lengths ms. */

const closed = { additionalProperties: false }

/** A clock that was promised to the contact, and how it stands: the one that is due next. */
export const SlaState = Type.Object({
  clock: Type.Union([
    Type.Literal('first_reply'),
    Type.Literal('next_reply'),
    Type.Literal('resolution'),
  ]),
  dueAt: Type.Number(),
  state: Type.Union([Type.Literal('running'), Type.Literal('warned'), Type.Literal('broken')]),
})
export type SlaState = Static<typeof SlaState>

const Clock = Type.Union([SlaState, Type.Null()])

/** A conversation that waits for a person. */
export const BoardWaiting = Type.Object({
  conversationId: Type.String(),
  contactId: Type.String(),
  /** Empty while the visitor is anonymous. */
  contactName: Type.String(),
  channelId: Type.String(),
  /** Empty: none. */
  topicId: Type.String(),
  teamId: Type.String(),
  skills: Type.Array(Type.Object({ skillId: Type.String(), level: Type.Integer() })),
  languages: Type.Array(Type.String()),
  weight: Type.Number(),
  priority: Type.Integer(),
  queuedAt: Type.Number(),
  /** Within its team's queue, 1 is next. */
  position: Type.Integer(),
  /** What the contact was promised, counted from now. */
  p50Ms: Type.Number(),
  p90Ms: Type.Number(),
  /** `waiting`; `asking` the hook; `offered` to `agentId`; `assigning` it to `agentId` just now. */
  phase: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('asking'),
    Type.Literal('offered'),
    Type.Literal('assigning'),
  ]),
  agentId: Type.String(),
  /** When the offer passes on; 0 without. */
  expiresAt: Type.Number(),
  /** How many online agents may have it, whether they have room or not. */
  suitableCount: Type.Integer(),
  sla: Clock,
})
export type BoardWaiting = Static<typeof BoardWaiting>

/** A conversation that an agent has. */
export const BoardHeld = Type.Object({
  conversationId: Type.String(),
  contactName: Type.String(),
  topicId: Type.String(),
  weight: Type.Number(),
  priority: Type.Integer(),
  assignedAt: Type.Number(),
  /** Since when the contact waits for an answer; 0 when it does not. */
  waitingSince: Type.Number(),
  isAnswered: Type.Boolean(),
  isSnoozed: Type.Boolean(),
  sla: Clock,
})
export type BoardHeld = Static<typeof BoardHeld>

export const BoardAgent = Type.Object({
  agentId: Type.String(),
  name: Type.String(),
  teamIds: Type.Array(Type.String()),
  presence: Type.Union([Type.Literal('online'), Type.Literal('away'), Type.Literal('offline')]),
  /** The connection broke and may come back: nothing is given meanwhile. */
  isReconnecting: Type.Boolean(),
  /** Units in use, offers included, and how many there are. More than that were taken by hand. */
  used: Type.Number(),
  capacity: Type.Number(),
  /** The mean share of the capacity in use of late, 0 to 1. */
  occupancy: Type.Number(),
  missedOffers: Type.Integer(),
  offers: Type.Array(Type.Object({ conversationId: Type.String(), expiresAt: Type.Number() })),
  conversations: Type.Array(BoardHeld),
})
export type BoardAgent = Static<typeof BoardAgent>

/**
 * GET /api/routing/board → RoutingBoard. After the frame WatchBoard, the push BoardChanged says
 * when to fetch it anew: at most once a second.
 */
export const RoutingBoard = Type.Object({
  at: Type.Number(),
  /** False while the storage is read after a start: what is shown may be less than all. */
  isReady: Type.Boolean(),
  policy: RoutingPolicy,
  waitingCount: Type.Integer(),
  longestWaitMs: Type.Number(),
  onlineCount: Type.Integer(),
  /** Units of agents who are online. */
  usedUnits: Type.Number(),
  capacityUnits: Type.Number(),
  warnedCount: Type.Integer(),
  brokenCount: Type.Integer(),
  /** The most urgent first, at most 200. */
  waiting: Type.Array(BoardWaiting),
  /** Who is online first, then by name; at most 1,000. */
  agents: Type.Array(BoardAgent),
})
export type RoutingBoard = Static<typeof RoutingBoard>

/** POST /api/routing/conversations/:id/assign → 204: push or reassign, whatever the capacity. */
export const BoardAssignment = Type.Object({ agentId: Type.String({ minLength: 1 }) }, closed)
export type BoardAssignment = Static<typeof BoardAssignment>

/** POST /api/routing/conversations/:id/queue → 204: pull from its agent, or change what it needs. */
export const BoardQueueing = Type.Object(
  {
    /** The team whose queue it joins; empty: whoever fits. Left out: as it was. */
    teamId: Type.Optional(Type.String({ maxLength: 64 })),
    priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })),
  },
  closed,
)
export type BoardQueueing = Static<typeof BoardQueueing>

export const DecisionCandidate = Type.Object({
  agentId: Type.String(),
  agentName: Type.String(),
  /** Predicted; 0 when the rule predicts nothing. */
  firstReplyMs: Type.Number(),
  handleMs: Type.Number(),
  /** Above 1: busier of late than the others. */
  fairness: Type.Number(),
  /** What the rule compares; the least wins. */
  cost: Type.Number(),
  used: Type.Number(),
  capacity: Type.Number(),
})
export type DecisionCandidate = Static<typeof DecisionCandidate>

/** Why an agent got a conversation. */
export const RoutingDecision = Type.Object({
  id: Type.String(),
  conversationId: Type.String(),
  at: Type.Number(),
  agentId: Type.String(),
  agentName: Type.String(),
  policy: RoutingPolicy,
  /** What decided. `by_hand`: a person took or gave it, then only `agentId` and `by…` say something. */
  rule: Type.Union([
    Type.Literal('trees'),
    Type.Literal('table'),
    Type.Literal('least-busy'),
    Type.Literal('longest-idle'),
    Type.Literal('recent'),
    Type.Literal('round-robin'),
    Type.Literal('hook'),
    Type.Literal('by_hand'),
  ]),
  /** Who gave it by hand; empty otherwise. */
  byAgentId: Type.String(),
  byAgentName: Type.String(),
  /** Whether the agent was asked first, and accepted. */
  wasOffered: Type.Boolean(),
  /** Empty when no model predicted. */
  modelVersion: Type.String(),
  topicId: Type.String(),
  teamId: Type.String(),
  priority: Type.Integer(),
  /** How long the contact had waited for a person. */
  waitedMs: Type.Number(),
  /** The chosen first, then the best others. */
  candidates: Type.Array(DecisionCandidate),
  consideredCount: Type.Integer(),
  /** The agent served this contact before, and was chosen for that. */
  isReturning: Type.Boolean(),
  /** Who had waited longer, when an agent with room chose among those who wait. */
  passedOver: Type.Array(Type.String()),
  /**
   * The difference between the chosen and the runner-up in parts: `log(cost)` for rules that
   * predict, the plain cost for others. Negative parts speak for the chosen. `what` is topic, agent,
   * agent_topic, active, fairness, a feature of the model, or the rule's name.
   */
  reasons: Type.Array(Type.Object({ what: Type.String(), amount: Type.Number() })),
  steppedDown: Type.Array(
    Type.Object({
      rung: Type.Union([Type.Literal('trees'), Type.Literal('table')]),
      because: Type.String(),
    }),
  ),
})
export type RoutingDecision = Static<typeof RoutingDecision>

/** GET /api/routing/decisions?conversation=ID or ?before=ID → RoutingDecision[], newest first, 50 */
