import { Refusal } from '@parley/protocol'
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { type MakeName, makes } from './makes.ts'

const Ms = (maximum: number) => Type.Integer({ minimum: 10, maximum })
const Sum = Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }))
const Micros = Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 })

const closed = { additionalProperties: false }

const Common = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 64 }),
    name: Type.String({ minLength: 1, maxLength: 60 }),
    /** See `TimeLimits`. */
    limits: Type.Object(
      {
        firstTextMs: Ms(600_000),
        silenceMs: Ms(600_000),
        betweenTextsMs: Ms(600_000),
        totalMs: Ms(1_200_000),
        /** For probes, which also wait until a model is loaded. */
        coldStartMs: Ms(1_200_000),
        /** Questions at once; some more wait a little. */
        atOnceMax: Type.Integer({ minimum: 1, maximum: 10_000 }),
        waitingMax: Type.Integer({ minimum: 0, maximum: 100_000 }),
        waitMsMax: Ms(60_000),
        /** Failures in a row after which it is left alone. */
        failuresMax: Type.Integer({ minimum: 1, maximum: 100 }),
        /** Until it is tried again; each failed try doubles it, up to five minutes. */
        restMs: Ms(300_000),
      },
      closed,
    ),
    /** See `BudgetLimits`. */
    budget: Type.Object({ callsMax: Sum, tokensMax: Sum, costMicrosMax: Sum }, closed),
    /** See `Price`. */
    price: Type.Object({ callMicros: Micros, inputMicros: Micros, outputMicros: Micros }, closed),
  },
  closed,
)

/** What every engine has, whatever its make; without its key. */
type Common = Static<typeof Common>

/** One engine as it is set up: its make decides what `settings` hold. */
export type EngineSetup = {
  [Name in MakeName]: Common & {
    make: Name
    settings: Static<(typeof makes)[Name]['settings']>
  }
}[MakeName]

/** What an engine has when nobody chose: enough for an answer that a visitor still waits for. */
const defaultEngineLimits: Common['limits'] = {
  firstTextMs: 30_000,
  silenceMs: 30_000,
  betweenTextsMs: 60_000,
  totalMs: 300_000,
  coldStartMs: 300_000,
  atOnceMax: 64,
  waitingMax: 64,
  waitMsMax: 1_000,
  failuresMax: 5,
  restMs: 5_000,
}

/**
 * Reads a setup; what it leaves out of limits, budget and price is filled in.
 *
 * @throws {Refusal} `bad_input`, naming the field.
 */
export function parseEngineSetup(value: unknown): EngineSetup {
  const { make, settings, ...rest } = objectOf(value, 'engine')
  if (typeof make !== 'string' || !Object.hasOwn(makes, make)) {
    throw new Refusal('bad_input', `make must be one of: ${Object.keys(makes).join(', ')}.`)
  }
  const common = {
    ...rest,
    limits: { ...defaultEngineLimits, ...objectOf(rest.limits ?? {}, 'limits') },
    budget: rest.budget ?? {},
    price: {
      ...{ callMicros: 0, inputMicros: 0, outputMicros: 0 },
      ...objectOf(rest.price ?? {}, 'price'),
    },
  }
  check(Common, common, '')
  check(makes[make as MakeName].settings, settings, '/settings')
  return { ...common, make, settings } as unknown as EngineSetup
}

function check(schema: TSchema, value: unknown, under: string): void {
  if (Value.Check(schema, value)) return
  const [first] = Value.Errors(schema, value)
  const where = `${under}${first?.instancePath ?? ''}`.slice(1).replaceAll('/', '.')
  throw new Refusal('bad_input', `${where || 'The engine'} ${first?.message ?? 'is not valid'}.`)
}

function objectOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw new Refusal('bad_input', `${name} must be an object.`)
}
