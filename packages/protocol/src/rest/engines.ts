import { type Static, Type } from 'typebox'

/** The bodies of the engines' API: which AI engines a workspace asks, and how they do. */

const closed = { additionalProperties: false }
const Id = Type.String({ minLength: 1, maxLength: 64 })
const Limits = Type.Record(Type.String(), Type.Integer({ minimum: 0 }), { maxProperties: 20 })

/** What of an engine's set-up is the same for all makes. */
const setup = {
  make: Type.String({ minLength: 1, maxLength: 40 }),
  name: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
  isOn: Type.Boolean(),
  /** The make's own, by the schema that `makes` tells. */
  settings: Type.Record(Type.String(), Type.Unknown()),
  /** Times in milliseconds and counts; what is left out has its default. */
  limits: Limits,
  /** The most of a day (UTC): `callsMax`, `tokensMax`, `costMicrosMax`; what is left out is not bounded. */
  budget: Limits,
  /** `callMicros`, and for a million tokens `inputMicros` and `outputMicros`: millionths of your currency. */
  price: Limits,
  /** Where its address may lead; `in_house` refuses public addresses. */
  reach: Type.Union([Type.Literal('outside'), Type.Literal('in_house'), Type.Literal('anywhere')]),
  /** Hosts that may be called; none: every one within reach. */
  hosts: Type.Array(Type.String({ minLength: 1, maxLength: 255 }), { maxItems: 20 }),
  /** Whether personal data is replaced by placeholders before it leaves. */
  hidesPersonal: Type.Boolean(),
}

/** Write only: it never comes back. */
const Key = Type.String({ maxLength: 4_000 })

/** POST /api/engines → Engine */
export const NewEngine = Type.Object(
  {
    make: setup.make,
    name: setup.name,
    settings: setup.settings,
    key: Type.Optional(Key),
    ...Type.Partial(
      Type.Pick(Type.Object(setup), [
        'isOn',
        'limits',
        'budget',
        'price',
        'reach',
        'hosts',
        'hidesPersonal',
      ]),
    ).properties,
  },
  closed,
)
export type NewEngine = Static<typeof NewEngine>

/** PATCH /api/engines/:id → Engine. A key of "" takes the key away. */
export const EngineChange = Type.Partial(
  Type.Object({ ...Type.Omit(Type.Object(setup), ['make']).properties, key: Key }),
  closed,
)
export type EngineChange = Static<typeof EngineChange>

/** PATCH /api/engines → EngineList: the order in which they are asked, all of them. */
export const EngineOrder = Type.Object(
  { ids: Type.Array(Id, { maxItems: 50, uniqueItems: true }) },
  closed,
)
export type EngineOrder = Static<typeof EngineOrder>

const Nullable = Type.Union([Type.Number(), Type.Null()])

/** How an engine does, since the server started. */
const EngineState = Type.Object({
  /** `closed`: it is asked. `open`: it is left alone for a while. `probing`: it is being tried. */
  breaker: Type.String(),
  /** When it is tried again, epoch milliseconds. */
  probesAt: Nullable,
  /** Questions that it works on. */
  running: Type.Integer(),
  firstTextP50Ms: Nullable,
  firstTextP90Ms: Nullable,
  answers: Type.Integer(),
  /** By kind of error. */
  failures: Type.Record(Type.String(), Type.Integer()),
  /** The newest first, in the engine's own words. */
  lastFailures: Type.Array(
    Type.Object({
      at: Type.Number(),
      kind: Type.String(),
      message: Type.String(),
      code: Type.String(),
      traceId: Type.String(),
    }),
  ),
  spentToday: Type.Object({
    calls: Type.Integer(),
    tokens: Type.Integer(),
    costMicros: Type.Number(),
  }),
})

export const Engine = Type.Object({
  id: Id,
  ...setup,
  hasKey: Type.Boolean(),
  /** Why it cannot be asked as it is set up; empty when it can. */
  problem: Type.String(),
  state: EngineState,
})
export type Engine = Static<typeof Engine>

/** GET /api/engines → EngineList, in the order in which they are asked */
export const EngineList = Type.Object({
  engines: Type.Array(Engine),
  makes: Type.Array(
    Type.Object({
      make: Type.String(),
      label: Type.String(),
      /** JSON Schema of `settings`. */
      settings: Type.Unknown(),
      /** Whether it can turn texts into vectors. */
      canEmbed: Type.Boolean(),
    }),
  ),
})
export type EngineList = Static<typeof EngineList>

/** POST /api/engines/:id/test → EngineTestResult: says hello to it now. */
export const EngineTestResult = Type.Object({
  works: Type.Boolean(),
  /** What it answered, or what went wrong, in its own words. */
  text: Type.String(),
  /** The kind of error; empty when it works. */
  error: Type.String(),
  firstTextMs: Type.Number(),
  totalMs: Type.Number(),
})
export type EngineTestResult = Static<typeof EngineTestResult>
