import { type Static, Type } from 'typebox'

/** The bodies of the simulator's API. Times are epoch milliseconds, lengths milliseconds. */

const closed = { additionalProperties: false }

/** A policy that can be simulated: it decides at once, by itself. */
export const StudyPolicy = Type.Union([
  Type.Literal('predicted'),
  Type.Literal('least-busy'),
  Type.Literal('longest-idle'),
  Type.Literal('recent'),
  Type.Literal('round-robin'),
])
export type StudyPolicy = Static<typeof StudyPolicy>

/** What shall be other than today. What is left out stays. */
export const StudyChange = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
    policy: Type.Optional(StudyPolicy),
    windowSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 32 })),
    handleWeight: Type.Optional(Type.Number({ minimum: 0, maximum: 3 })),
    fairness: Type.Optional(Type.Number({ minimum: 0, maximum: 4 })),
    /** Average agents who come in addition to each shift; negative: so many fewer. */
    moreAgents: Type.Optional(Type.Integer({ minimum: -200, maximum: 200 })),
    /** Added to everybody's places. */
    moreCapacity: Type.Optional(Type.Integer({ minimum: -5, maximum: 5 })),
    /** Conversations for each of today's: 1.2 is a fifth more. */
    arrivals: Type.Optional(Type.Number({ minimum: 0.1, maximum: 3 })),
  },
  closed,
)
export type StudyChange = Static<typeof StudyChange>

/** POST /api/routing/studies → RoutingStudy; refused while three run. */
export const StudyRequest = Type.Object(
  {
    /** `history` replays the last days of this deployment; `example` is an assumed one. */
    source: Type.Union([Type.Literal('history'), Type.Literal('example')]),
    days: Type.Integer({ minimum: 1, maximum: 28 }),
    changes: Type.Array(StudyChange, { maxItems: 4 }),
    /** Run every plain policy and the oracle beside. */
    withAllPolicies: Type.Boolean(),
  },
  closed,
)
export type StudyRequest = Static<typeof StudyRequest>

/** Percent, with the half-width of 95 % paired by day; null where one day alone tells none. */
const Interval = Type.Object({
  percent: Type.Number(),
  halfWidth: Type.Union([Type.Null(), Type.Number()]),
})

/** One variant on the days of the study. Waits end with the first reply, or when given up. */
export const StudyRow = Type.Object({
  /** `today`, `oracle`, a policy's name, or the name of a change. */
  name: Type.String(),
  kind: Type.Union([
    Type.Literal('today'),
    Type.Literal('change'),
    Type.Literal('policy'),
    Type.Literal('oracle'),
  ]),
  conversations: Type.Integer(),
  agents: Type.Integer(),
  meanWaitMs: Type.Number(),
  p50WaitMs: Type.Number(),
  p90WaitMs: Type.Number(),
  p99WaitMs: Type.Number(),
  /** Shares from 0 to 1. */
  abandoned: Type.Number(),
  within60s: Type.Number(),
  /** First replies within the workspace's SLA; null where it sets none. */
  withinSla: Type.Union([Type.Null(), Type.Number()]),
  /** Points between the busiest and the idlest agent. */
  occupancySpread: Type.Number(),
  p50Held: Type.Number(),
  p90Held: Type.Number(),
  passedOverMax: Type.Integer(),
  /** Mean wait against today's. */
  againstToday: Interval,
  /** Plots: mean wait by hour of the day (null: nobody came), and waits by quantile 0 %, 5 % … 100 %. */
  waitByHourMs: Type.Array(Type.Union([Type.Null(), Type.Number()])),
  waitQuantilesMs: Type.Array(Type.Number()),
})
export type StudyRow = Static<typeof StudyRow>

/** How far the replay of today is from what was measured; tells whether to believe the rest. */
const StudyFidelity = Type.Object({
  measuredMeanWaitMs: Type.Number(),
  replayedMeanWaitMs: Type.Number(),
  measuredAbandoned: Type.Number(),
  replayedAbandoned: Type.Number(),
})

export const StudyResult = Type.Object({
  from: Type.Number(),
  to: Type.Number(),
  days: Type.Integer(),
  conversations: Type.Integer(),
  agents: Type.Integer(),
  topics: Type.Integer(),
  /** Standard deviations of the log of the handling time, in general and by topic. */
  spread: Type.Object({ agents: Type.Number(), byTopic: Type.Number(), rows: Type.Integer() }),
  /** Null for the example. */
  fidelity: Type.Union([Type.Null(), StudyFidelity]),
  rows: Type.Array(StudyRow),
})
export type StudyResult = Static<typeof StudyResult>

/** GET /api/routing/studies/:id → RoutingStudy. Ask again every second or two while it runs. */
export const RoutingStudy = Type.Object({
  id: Type.String(),
  startedAt: Type.Number(),
  endedAt: Type.Number(),
  request: StudyRequest,
  status: Type.Union([
    Type.Literal('running'),
    Type.Literal('done'),
    Type.Literal('cancelled'),
    Type.Literal('failed'),
  ]),
  /** 0 to 1. */
  progress: Type.Number(),
  /** Why it failed: `too_little_history`, `too_long`, `error`; empty otherwise. */
  problem: Type.String(),
  result: Type.Union([Type.Null(), StudyResult]),
})
export type RoutingStudy = Static<typeof RoutingStudy>

/** GET /api/routing/studies → RoutingStudyList: the last 20, newest first. */
export const RoutingStudyList = Type.Object({ studies: Type.Array(RoutingStudy) })
export type RoutingStudyList = Static<typeof RoutingStudyList>

// DELETE /api/routing/studies/:id → 204; ends it when it runs, and forgets it
