import type { Work } from './case.ts'
import type { RoutingSettings } from './settings.ts'
import type { GivenPromise } from './wait-promise.ts'

/** What an agent is to the router. Where they are (presence) comes by events of its own. */
export interface AgentFacts {
  agentId: string
  teamIds: readonly string[]
  /** Skill to level, 1 (learning) to 5 (expert). */
  skills: Readonly<Record<string, number>>
  /** BCP 47, lower case, as far as it matters: "zh", "en". */
  languages: readonly string[]
  /** Units that the agent carries at once; a conversation takes its channel's weight. */
  capacity: number
}

export type AgentPresence = 'online' | 'away' | 'offline'

/** A conversation that needs a person, as far as routing knows it. */
export interface Need {
  conversationId: string
  contactId: string
  channelId: string
  /** What it is about; empty while nobody knows. */
  topic: string
  /** Empty: whoever fits, of any team. */
  teamId: string
  /** Skill to the least level that will do. */
  skills: Readonly<Record<string, number>>
  /** One of these must be spoken; empty: any. */
  languages: readonly string[]
  /** Units of capacity that it takes, by its channel. */
  weight: number
  /** 0 ordinary, 1 raised, 2 high, 3 urgent or VIP. */
  priority: number
  /** When it began to wait for a person; kept when it comes back to the queue. */
  queuedAt: number
  /** Who served this contact, most recent first. */
  previousAgentIds: readonly string[]
  /** Who had it before it was resolved and came back: it goes there at any cost, if there is room. */
  returnsTo?: string
  /** Never given to these: the contact and they are kept apart. */
  blockedAgentIds: readonly string[]
  /** When the contact's oldest unanswered message came; 0 when none waits. */
  waitingSince: number
  createdAt: number
  /** Whether a person has answered already. */
  isAnswered: boolean
}

/** Where the conversation stands in storage, which alone is the truth. */
export type Standing =
  | { status: 'bot' }
  | { status: 'queued' }
  | { status: 'open'; agentId: string }
  | { status: 'snoozed'; agentId: string }
  | { status: 'resolved' }

/** What the router hears. It reads no clock: every event comes with its time. */
export type RoutingEvent =
  /**
   * The truth about one conversation. An older `version` than the last is ignored. `course` is what
   * an earlier router told last; it counts for a conversation that this one does not know.
   */
  | {
      type: 'conversation_stands'
      need: Need
      stands: Standing
      version: number
      course?: Course | undefined
    }
  /** It is gone: deleted, or its contact left the queue. */
  | { type: 'conversation_left'; conversationId: string }
  | { type: 'agent_stands'; agent: AgentFacts }
  | { type: 'agent_removed'; agentId: string }
  | { type: 'presence_changed'; agentId: string; presence: AgentPresence }
  /** The last connection of an agent broke; within the grace it may come back. */
  | { type: 'connection_lost'; agentId: string }
  | { type: 'connection_back'; agentId: string }
  | { type: 'contact_wrote'; conversationId: string }
  | { type: 'agent_replied'; conversationId: string; agentId: string }
  | { type: 'offer_accepted'; conversationId: string; agentId: string }
  | { type: 'offer_declined'; conversationId: string; agentId: string }
  /** The answers to `assign` and `release`, whose `version` they name as `basedOn`. */
  | { type: 'step_stored'; conversationId: string; basedOn: number; version: number }
  /** Somebody else was first, or storage failed. */
  | { type: 'step_refused'; conversationId: string; basedOn: number }
  | { type: 'hook_answered'; conversationId: string; agentId: string | undefined }
  /** They hold at once, also for those who wait. */
  | { type: 'settings_changed'; settings: RoutingSettings }
  /** Only the time: deadlines that have passed by now are acted on. */
  | { type: 'clock' }

/** What the router asks of the house. All follow from the event; none is repeated unasked. */
export type RoutingCommand =
  /** Store it by compare-and-set on `version` under `epoch`; answer `step_stored` or `step_refused`. */
  | {
      type: 'assign'
      conversationId: string
      agentId: string
      version: number
      epoch: number
      decision: Decision
      /** As it was when it was decided. */
      need: Need
      wasOffered: boolean
    }
  /** Back to the queue, in the same way. */
  | {
      type: 'release'
      conversationId: string
      agentId: string
      version: number
      epoch: number
      because: ReleaseReason
    }
  | { type: 'offer'; conversationId: string; agentId: string; expiresAt: number }
  | { type: 'withdraw_offer'; conversationId: string; agentId: string; because: OfferEnd }
  /** The agent has missed so many offers that nobody is there. */
  | { type: 'set_away'; agentId: string }
  | { type: 'ask_hook'; need: Need; agentIds: readonly string[]; expiresAt: number }
  | { type: 'overflowed'; conversationId: string; fromTeamId: string; toTeamId: string }
  | { type: 'sla_warned' | 'sla_breached'; conversationId: string; clock: SlaClock; dueAt: number }
  /** Places and promises of this team's queue are other ones now. */
  | { type: 'queue_moved'; teamId: string }
  /** No answer about this conversation came in time: send `conversation_stands`. */
  | { type: 'look_again'; conversationId: string }
  /** What became of an assignment, to learn from. `modelVersion` is empty when none predicted. */
  | { type: 'outcome'; outcome: Outcome; modelVersion: string; endedAt: number }
  /** A wait for the first reply is over; without a reply when it `isCensored`. */
  | {
      type: 'wait_ended'
      need: Need
      promise: GivenPromise
      endedAt: number
      isCensored: boolean
    }
  /** What a restart has to know of it; undefined: nothing any more. */
  | { type: 'course'; conversationId: string; course: Course | undefined }

export type OfferEnd = 'expired' | 'declined' | 'agent_gone' | 'taken'

export type ReleaseReason = 'agent_gone' | 'agent_away' | 'no_reply'

/** What the router remembers of a conversation beside how it stands. Survives as JSON. */
export interface Course {
  /** As in `Need`. */
  queuedAt: number
  createdAt: number
  isAnswered: boolean
  /** The team whose queue it overflowed into; empty when it did not. */
  overflowedTo: string
  passedOver: number
  /** Who declined it, missed it or did not answer, until everybody is asked again. */
  excludedAgentIds: readonly string[]
  promise: GivenPromise | undefined
  /** What its agent has done for it. */
  work: { agentId: string; work: Work } | undefined
}

export type SlaClock = 'first_reply' | 'next_reply' | 'resolution'

export type PolicyName =
  | 'predicted'
  | 'least-busy'
  | 'longest-idle'
  | 'recent'
  | 'round-robin'
  | 'manual'
  | 'hook'

/** What decided. `trees` and `table` are rungs of `predicted`. */
export type Rule =
  | 'trees'
  | 'table'
  | 'least-busy'
  | 'longest-idle'
  | 'recent'
  | 'round-robin'
  | 'hook'

export interface Candidate {
  agentId: string
  /** Predicted time to the first reply and of handling, in ms; 0 when the rule predicts nothing. */
  firstReplyMs: number
  handleMs: number
  /** Above 1: busier of late than the others. 1 when the rule knows none. */
  fairness: number
  /** What the rule compares; the least wins. */
  cost: number
  /** Units in use, and how many there are. */
  used: number
  capacity: number
}

/** One part of the difference between the chosen and the runner-up, on the scale of `log(cost)`. */
export interface Reason {
  what: string
  amount: number
}

/** Why this agent: everything that the console shows, and that learning needs. */
export interface Decision {
  at: number
  policy: PolicyName
  rule: Rule
  /** Of the model that predicted; empty when none did. */
  modelVersion: string
  /** The chosen first, then the best others. */
  candidates: readonly Candidate[]
  /** How many could have been chosen. */
  consideredCount: number
  /** The agent served this contact before, and was chosen for that. */
  isReturning: boolean
  /** Set when an agent became free and chose among those who wait. */
  passedOver: string[]
  /**
   * Their sum is `log(cost of the chosen) - log(cost of the runner-up)`; for rules that do not
   * predict, the plain difference of the costs. Empty with one candidate.
   */
  reasons: readonly Reason[]
  /** Rungs that were left out, and why. */
  steppedDown: readonly { rung: 'trees' | 'table'; because: string }[]
  /** The state that the trees saw, see `prediction/features.ts`. */
  features: Float32Array
}

/** What became of an assignment. A time is at least as long as told when it `isCensored`. */
export interface Outcome {
  conversationId: string
  agentId: string
  topic: string
  assignedAt: number
  /** Conversations that the agent had, this one included. */
  active: number
  firstReplyMs: number
  isFirstReplyCensored: boolean
  /** The agent's share: waiting for the contact counts up to a bound. */
  handleMs: number
  isHandleCensored: boolean
  /** Predicted when it was assigned; 0 when nothing predicted. */
  predictedFirstReplyMs: number
  predictedHandleMs: number
  features: Float32Array
}
