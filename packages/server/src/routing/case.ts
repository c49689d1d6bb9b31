import type { Group } from './eligibility.ts'
import type { RoutingSettings } from './settings.ts'
import type { RunningClock } from './sla.ts'
import type { Decision, Need } from './types.ts'
import type { GivenPromise } from './wait-promise.ts'

/**
 * Where a conversation stands in the router. `assigning` and `releasing` wait for storage's answer;
 * `unsure` waits for the truth after a refusal. Nothing but `waiting` is given to anybody.
 */
export type Phase =
  | 'waiting'
  | 'asking'
  | 'offered'
  | 'assigning'
  | 'held'
  | 'releasing'
  | 'snoozed'
  | 'unsure'

/** One conversation, as the router keeps it. */
export interface Case {
  need: Need
  group: Group
  /** Of the newest truth from storage. */
  version: number
  /** On which the last `release` was based; -1 without. */
  decisionVersion: number
  /** The team that it needs; `need.teamId` is another one once it has overflowed. */
  wantedTeamId: string
  /** Empty when it has not overflowed. */
  overflowedTo: string
  phase: Phase
  /** Index of the agent who has it, or is about to; -1 without. Its units count for that agent. */
  agent: number
  /** The less, the sooner. */
  urgentAt: number
  passedOver: number
  /** When an offer or a question to the hook runs out; 0 without. */
  expiresAt: number
  /** An agent who keeps room for it, because it weighs more than one place; -1 without. */
  reservedBy: number
  /** Agents who declined it, missed it, or did not answer. */
  excluded: Set<number>
  decision: Decision | undefined
  work: Work | undefined
  /** What an agent had done for it before a restart. */
  earlier: { agent: number; work: Work } | undefined
  promise: GivenPromise | undefined
  clocks: readonly RunningClock[]
  /** Set when the clock of the first reply warned: nobody passes it over any more. */
  isNearBreach: boolean
}

/** What an agent has done for it so far, and what was predicted. */
export interface Work {
  assignedAt: number
  active: number
  /** 0 when nothing predicted. */
  predictedFirstReplyMs: number
  predictedHandleMs: number
  modelVersion: string
  features: readonly number[]
  /** A restart lies in it, so that its handling is only known in part. */
  isCut: boolean
  repliedAt: number
  handledMs: number
  turnAt: number
  isAgentsTurn: boolean
}

/** A conversation with a clock for the first reply counts as if that much of ten minutes were gone. */
const SLA_REFERENCE_MS = 600_000

/**
 * When a conversation began to wait, as far as urgency goes: each step of priority is a head start,
 * and a clock that runs out soon counts like a wait that has been long.
 */
export function urgentAt(need: Need, settings: RoutingSettings, firstReplyDueAt: number): number {
  const since = need.queuedAt - settings.headStartMs[Math.min(3, need.priority) as 0 | 1 | 2 | 3]
  return Math.min(since, firstReplyDueAt - SLA_REFERENCE_MS)
}
