import { type Static, Type } from 'typebox'

/**
 * The bodies of routing's API: who may have which conversation, and who of them gets it. Times are
 * epoch milliseconds, lengths milliseconds.
 */

const closed = { additionalProperties: false }
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function length(minimum: number, maximum: number) {
  return Type.Integer({ minimum, maximum })
}

/** Wall-clock times of one day, "HH:MM"; "24:00" ends a day. */
export const OpenSpan = Type.Object(
  {
    from: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
    to: Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' }),
  },
  closed,
)
export type OpenSpan = Static<typeof OpenSpan>

const Day = Type.Array(OpenSpan, { maxItems: 6 })

/** When somebody is there, in a time zone of its own. */
export const OpeningHours = Type.Object(
  {
    /** IANA name: "Asia/Shanghai". */
    timeZone: Type.String({ minLength: 1, maxLength: 60 }),
    /** Seven days, Sunday first; a day without spans is closed. */
    week: Type.Array(Day, { minItems: 7, maxItems: 7 }),
    /** Days that are otherwise than their weekday, as "YYYY-MM-DD"; without spans closed. */
    holidays: Type.Array(
      Type.Object(
        {
          date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
          name: Type.String({ maxLength: 80 }),
          spans: Day,
        },
        closed,
      ),
      { maxItems: 200 },
    ),
  },
  closed,
)
export type OpeningHours = Static<typeof OpeningHours>

/** A policy that decides at once, by itself. */
export const PlainRoutingPolicy = Type.Union([
  Type.Literal('predicted'),
  Type.Literal('least-busy'),
  Type.Literal('longest-idle'),
  Type.Literal('recent'),
  Type.Literal('round-robin'),
])
export type PlainRoutingPolicy = Static<typeof PlainRoutingPolicy>

/** `manual`: people take. `hook`: a service of yours answers. */
export const RoutingPolicy = Type.Union([
  ...PlainRoutingPolicy.anyOf,
  Type.Literal('hook'),
  Type.Literal('manual'),
])
export type RoutingPolicy = Static<typeof RoutingPolicy>

const settings = {
  policy: RoutingPolicy,
  /** `push` assigns at once; `offer` asks the agent first. */
  mode: Type.Union([Type.Literal('push'), Type.Literal('offer')]),
  /** How long an offer stands before it passes on. */
  offerMs: length(5 * SECOND, 10 * MINUTE),
  /** So many missed offers in a row set the agent away. */
  missedOffersMax: Type.Integer({ minimum: 1, maximum: 20 }),
  /** When everybody has declined, all are asked again after this. */
  offerAgainMs: length(10 * SECOND, HOUR),
  /** Units that an agent carries at once, unless it has its own; a conversation takes 1 by default. */
  capacityDefault: Type.Integer({ minimum: 0, maximum: 100 }),
  /** Who speaks to the contact must know its language, as long as any agent does. */
  matchesLanguage: Type.Boolean(),
  /** How much a second of handling weighs against one until the first reply. */
  handleWeight: Type.Number({ minimum: 0, maximum: 3 }),
  /** How strongly recent occupancy counts: 0 not at all, 1 evens out, 2 more so. */
  fairness: Type.Number({ minimum: 0, maximum: 4 }),
  /** From how many of the longest waiting an agent with room chooses; 1 is strictly in order. */
  windowSize: Type.Integer({ minimum: 1, maximum: 32 }),
  /** How often one may be passed over in that choice. */
  passedOverMax: Type.Integer({ minimum: 0, maximum: 20 }),
  /** For so long a contact's last agents come first; 0 never. */
  returningMs: length(0, 365 * DAY),
  /** Up to this cost, relative to the best. */
  returningCostMax: Type.Number({ minimum: 1, maximum: 10 }),
  /** How long a lost connection may take to come back. */
  graceMs: length(SECOND, 10 * MINUTE),
  /** Who has not answered a new conversation for so long loses it; 0 never. */
  noReplyMs: length(0, DAY),
  /** How long a contact waits for an agent who went away before somebody else takes over. */
  awayMs: length(0, DAY),
  /** The console sets an agent away after so long without a key or pointer; 0 never. */
  autoAwayMs: length(0, DAY),
  /** Priority 0 to 3: each counts like so much longer waiting. */
  headStartMs: Type.Array(length(0, DAY), { minItems: 4, maxItems: 4 }),
  /** A longer promise suggests to leave a message. */
  leaveMessageMs: length(MINUTE, DAY),
  /** Null: always open. Holds for every team without hours of its own. */
  hours: Type.Union([OpeningHours, Type.Null()]),
  /** Clocks that run in business hours; 0 sets none. */
  sla: Type.Object(
    {
      firstReplyMs: length(0, 30 * DAY),
      nextReplyMs: length(0, 30 * DAY),
      resolutionMs: length(0, 365 * DAY),
      /** The share of a clock after which it warns. */
      warnAt: Type.Number({ minimum: 0.1, maximum: 1 }),
    },
    closed,
  ),
}

const hook = {
  /** Empty without a hook. */
  url: Type.String({ maxLength: 2_000 }),
  timeoutMs: length(100, 10 * SECOND),
  /** What decides when it does not answer in time, or names nobody who may. */
  fallback: PlainRoutingPolicy,
}

/** GET /api/routing → RoutingSettings */
export const RoutingSettings = Type.Object({
  ...settings,
  hook: Type.Object({
    ...hook,
    /** What signs the calls (HMAC-SHA256 of the body, in `x-parley-signature`). Told to admins. */
    secret: Type.String(),
  }),
})
export type RoutingSettings = Static<typeof RoutingSettings>

/** PATCH /api/routing → RoutingSettings. What changes holds at once, also for those who wait. */
export const RoutingChange = Type.Partial(
  Type.Object({ ...settings, hook: Type.Object(hook, closed) }),
  closed,
)
export type RoutingChange = Static<typeof RoutingChange>
