import { type Static, Type } from 'typebox'

/** The bodies of the routing model's API. Times are epoch milliseconds, lengths milliseconds. */

const closed = { additionalProperties: false }

/** The rungs of `predicted`, the lowest first. `external` is a model from outside. */
export const RoutingRung = Type.Union([
  Type.Literal('least-busy'),
  Type.Literal('table'),
  Type.Literal('trees'),
  Type.Literal('external'),
])
export type RoutingRung = Static<typeof RoutingRung>

/** What a model predicts. */
export const RoutingTarget = Type.Union([Type.Literal('first_reply'), Type.Literal('handle')])
export type RoutingTarget = Static<typeof RoutingTarget>

/** Why this rung is live. */
export const RungReason = Type.Union([
  /** There are too few outcomes to learn from. */
  Type.Literal('too_few'),
  /** It beat the rungs below on time that it had not seen. */
  Type.Literal('better'),
  /** The next rung did not beat this one. */
  Type.Literal('next_not_better'),
  /** The rung above promised other times than came. */
  Type.Literal('drifted'),
  /** The rung above is too old. */
  Type.Literal('stale'),
  /** The rung above could not be read, or its training failed. */
  Type.Literal('failed'),
  /** An administrator chose it. */
  Type.Literal('chosen'),
])
export type RungReason = Static<typeof RungReason>

const settings = {
  /** The highest rung that may be live; `external` only with a model that was brought. */
  highestRung: RoutingRung,
  trainsNightly: Type.Boolean(),
  /** The hour of the night, in the workspace's time zone. */
  nightlyHour: Type.Integer({ minimum: 0, maximum: 23 }),
}

/** How far a rung's predictions were off on held-out time. */
const HeldOutError = Type.Object({
  target: RoutingTarget,
  rung: RoutingRung,
  /** Mean deviance (of the gamma distribution); less is better, and what stays is the noise. */
  loss: Type.Number(),
  /** The typical factor between what was predicted and what came: 1.5 is half more or a third less. */
  factor: Type.Number(),
  /** The mean of what came over what was predicted; 1 is calibrated. */
  ratio: Type.Number(),
})
export type HeldOutError = Static<typeof HeldOutError>

/** One training, with what it was held against. */
export const RoutingTraining = Type.Object({
  id: Type.String(),
  startedAt: Type.Number(),
  endedAt: Type.Number(),
  cause: Type.Union([Type.Literal('nightly'), Type.Literal('asked'), Type.Literal('brought')]),
  /** Outcomes: all, those held out, and those of them whose time was cut short. */
  rows: Type.Integer(),
  heldOutRows: Type.Integer(),
  censoredRows: Type.Integer(),
  /** The time that they cover. */
  from: Type.Number(),
  to: Type.Number(),
  result: Type.Union([
    Type.Literal('went_live'),
    Type.Literal('not_better'),
    Type.Literal('too_few'),
    Type.Literal('cancelled'),
    Type.Literal('failed'),
  ]),
  /** The rung that it ended with. */
  rung: RoutingRung,
  /** What went wrong; empty when nothing did. */
  problem: Type.String(),
  errors: Type.Array(HeldOutError),
})
export type RoutingTraining = Static<typeof RoutingTraining>

/** What moves predictions, the most important first; shares of one target add up to 1. */
const Importance = Type.Object({
  target: RoutingTarget,
  feature: Type.String(),
  share: Type.Number(),
})

/** Promises against what came, of the model that is live. */
const Calibration = Type.Object({
  target: RoutingTarget,
  /** Outcomes since it went live, up to the memory of the watch. */
  outcomes: Type.Integer(),
  /** What came over what was predicted; 1 is calibrated. */
  ratio: Type.Number(),
  /** Beyond this (or its inverse) the model steps back. */
  ratioMax: Type.Number(),
})

/** How often the waits that visitors were promised held. */
const PromiseCoverage = Type.Object({
  promises: Type.Integer(),
  /** Shares from 0 to 1; calibrated are 0.5 and 0.9. */
  p50: Type.Number(),
  p90: Type.Number(),
})

/** GET /api/routing/model → RoutingModelState */
export const RoutingModelState = Type.Object({
  live: Type.Object({
    rung: RoutingRung,
    because: RungReason,
    /** Empty for least-busy. */
    version: Type.String(),
    trainedAt: Type.Number(),
    since: Type.Number(),
  }),
  settings: Type.Object(settings),
  /** Set while one runs. */
  training: Type.Union([
    Type.Null(),
    Type.Object({
      startedAt: Type.Number(),
      step: Type.Union([
        Type.Literal('reading'),
        Type.Literal('table'),
        Type.Literal('first_reply'),
        Type.Literal('handle'),
        Type.Literal('judging'),
      ]),
      /** 0 to 1. */
      progress: Type.Number(),
    }),
  ]),
  /** When the next nightly training begins; 0 when none does. */
  nextTrainingAt: Type.Number(),
  /** The last trainings, newest first. */
  trainings: Type.Array(RoutingTraining),
  calibration: Type.Array(Calibration),
  promises: PromiseCoverage,
  importance: Type.Array(Importance),
  /**
   * How much agents differ: standard deviations of the log of the handling time, in general and by
   * topic. What prediction can gain depends on it alone. Null before there are enough outcomes.
   */
  spread: Type.Union([
    Type.Null(),
    Type.Object({ agents: Type.Number(), byTopic: Type.Number(), rows: Type.Integer() }),
  ]),
  /** The models that were brought; null where none was. */
  external: Type.Union([
    Type.Null(),
    Type.Object({
      targets: Type.Array(
        Type.Object({ target: RoutingTarget, objective: Type.String(), trees: Type.Integer() }),
      ),
      broughtAt: Type.Number(),
    }),
  ]),
  /** What a model from outside must be trained on: these features, in this order. */
  contract: Type.Object({ features: Type.Array(Type.String()), hash: Type.String() }),
})
export type RoutingModelState = Static<typeof RoutingModelState>

/** PATCH /api/routing/model → RoutingModelState */
export const RoutingModelChange = Type.Partial(Type.Object(settings), closed)
export type RoutingModelChange = Static<typeof RoutingModelChange>

// POST   /api/routing/model/train            → RoutingModelState; one that runs goes on
// DELETE /api/routing/model/train            → RoutingModelState; ends the one that runs
// POST   /api/routing/model/external/:target → RoutingModelState; the body is the file that
//        XGBoost saved (JSON or UBJSON), as application/octet-stream; 64 MB at most
// DELETE /api/routing/model/external         → RoutingModelState
