import type { Calendar } from './hours.ts'
import { alwaysOpen } from './hours.ts'
import type { PolicyName } from './types.ts'

/** What a workspace chose. All lengths are milliseconds. */
export interface RoutingSettings {
  policy: PolicyName
  /** What decides when the hook does not answer in time. */
  hookFallback: Exclude<PolicyName, 'hook' | 'manual'>
  hookTimeoutMs: number
  /** `push` assigns at once; `offer` asks the agent first. */
  mode: 'push' | 'offer'
  offerMs: number
  /** So many missed offers in a row mean that nobody is there: the agent is set away. */
  missedOffersMax: number
  /** When everybody has declined, all are asked again after this time. */
  offerAgainMs: number
  /** How much a second of handling weighs against a second until the first reply. */
  handleWeight: number
  /** How strongly recent occupancy counts: 0 not at all, 1 evens out well, 2 more so. */
  fairness: number
  /** Memory of the recent occupancy. */
  occupancyMs: number
  /** How many of the oldest waiting an agent who became free chooses from; 1 is strictly in order. */
  windowSize: number
  /** How often a conversation may be passed over in that choice. */
  passedOverMax: number
  /** For so long after they ended it, a contact's last agents come first; 0: never. */
  returningMs: number
  /** They do up to this cost, relative to the best; rules that predict no cost know no bound. */
  returningCostMax: number
  /** How long a lost connection may take to come back. */
  graceMs: number
  /**
   * An agent who has not answered for this long loses a new conversation to somebody who may have
   * it by then; 0: never.
   */
  noReplyMs: number
  /** How long a contact waits for an agent who chose to be away before somebody else takes over. */
  awayMs: number
  /** Each step of priority counts like this much longer waiting. */
  headStartMs: readonly [number, number, number, number]
  /** By team: where its queue goes when it waits too long. */
  overflow: Readonly<Record<string, { afterMs: number; toTeamId: string }>>
  /** By team; '' is the workspace's own and holds for teams without hours. */
  hours: Readonly<Record<string, Calendar>>
  sla: SlaSettings
  /** A longer promise suggests to leave a message. */
  leaveMessageMs: number
  /** The most that the prediction of one decision may take before the next ones do without. */
  budgetMs: number
  /** An older model steps down. */
  modelAgeMaxMs: number
}

/** 0 sets no clock. They run in business hours. */
export interface SlaSettings {
  firstReplyMs: number
  nextReplyMs: number
  resolutionMs: number
  /** The share of a clock after which it warns. */
  warnAt: number
}

const MINUTE = 60_000

/** What holds until a workspace chooses. */
export const defaultSettings: RoutingSettings = {
  policy: 'predicted',
  hookFallback: 'predicted',
  hookTimeoutMs: 1_500,
  mode: 'push',
  offerMs: 20_000,
  missedOffersMax: 3,
  offerAgainMs: MINUTE,
  handleWeight: 0.3,
  fairness: 1,
  occupancyMs: 90 * MINUTE,
  windowSize: 8,
  passedOverMax: 3,
  returningMs: 7 * 24 * 60 * MINUTE,
  returningCostMax: 1.5,
  graceMs: 10_000,
  noReplyMs: 5 * MINUTE,
  awayMs: 2 * MINUTE,
  headStartMs: [0, 2 * MINUTE, 10 * MINUTE, 60 * MINUTE],
  overflow: {},
  hours: { '': alwaysOpen },
  sla: { firstReplyMs: 0, nextReplyMs: 0, resolutionMs: 0, warnAt: 0.8 },
  leaveMessageMs: 15 * MINUTE,
  budgetMs: 5,
  modelAgeMaxMs: 14 * 24 * 60 * MINUTE,
}
