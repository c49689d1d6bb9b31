import type { Moment } from './predictor.ts'
import type { TableReader } from './table-reader.ts'

/**
 * What trees see of the moment and the agent, in this order; the contract of every model. What the
 * table knows is added when they are trained or asked (`TABLE_FEATURES`). No name, no contact, and
 * no agent's id: who is new starts as the mean.
 */
const STATE_FEATURES = [
  'hour',
  'weekday',
  'queue_length',
  'active',
  'load',
  'unanswered',
  'seconds_since_active',
  'seconds_since_assigned',
  'occupancy_ratio',
  'missed_offers',
  'seconds_owing',
] as const

/** Logs of expected milliseconds, and the agent's own part of them. */
const TABLE_FEATURES = [
  'table_first_reply',
  'table_handle',
  'agent_first_reply',
  'agent_handle',
  'agent_topic_handle',
  'agent_topic_weight',
] as const

export const FEATURES = [...STATE_FEATURES, ...TABLE_FEATURES] as const

/** Where, in a row of features, stand the logs that trees start from. */
export const TABLE_LOGS = {
  firstReply: FEATURES.indexOf('table_first_reply'),
  handle: FEATURES.indexOf('table_handle'),
} as const
const ACTIVE = FEATURES.indexOf('active')

const HOUR_MS = 3_600_000
/** Longer silence tells nothing more. */
const SILENCE_MAX_S = 3_600

/** Writes the state features of one agent into `out` from `offset` on. `active` counts the new one. */
export function readState(
  agent: number,
  { now, pool, queueLength }: Moment,
  out: Float32Array,
  offset = 0,
): void {
  out[offset] = (now / HOUR_MS) % 24
  out[offset + 1] = Math.floor(now / (24 * HOUR_MS) + 4) % 7
  out[offset + 2] = queueLength
  out[offset + 3] = pool.active[agent]! + 1
  out[offset + 4] = pool.load(agent)
  out[offset + 5] = pool.unanswered[agent]!
  out[offset + 6] = Math.min(SILENCE_MAX_S, (now - pool.lastActiveAt[agent]!) / 1_000)
  out[offset + 7] = Math.min(SILENCE_MAX_S, (now - pool.lastAssignedAt[agent]!) / 1_000)
  out[offset + 8] = pool.meanOccupancy > 0 ? pool.occupancy[agent]! / pool.meanOccupancy : 1
  out[offset + 9] = pool.missedOffers[agent]!
  const owes = pool.unanswered[agent]! > 0 ? (now - pool.owesSince[agent]!) / 1_000 : 0
  out[offset + 10] = Math.min(SILENCE_MAX_S, owes)
}

/** Adds what the table knows to a row whose state features are written. */
export function readTable(
  reader: TableReader,
  row: number,
  topic: number,
  out: Float32Array,
  offset = 0,
): void {
  const active = out[offset + ACTIVE]!
  const at = offset + STATE_FEATURES.length
  out[at] = reader.log('firstReply', row, topic, active)
  out[at + 1] = reader.log('handle', row, topic, active)
  out[at + 2] = reader.agent('firstReply', row)
  out[at + 3] = reader.agent('handle', row)
  out[at + 4] = reader.agentTopic('handle', row, topic)
  out[at + 5] = reader.seen('handle', row, topic)
}
