import { type Static, Type } from 'typebox'

/** The bodies of the knowledge graph's API. Times are as in `knowledge.ts`. */

const closed = { additionalProperties: false }
const Key = Type.String({ minLength: 1, maxLength: 200, pattern: '^\\S(.*\\S)?$' })
const TypeName = Type.String({ pattern: '^[a-z][a-z0-9_]{0,59}$' })
const Label = Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' })
const Moment = Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])
const perLocale = Type.Partial(Type.Object({ 'zh-CN': Label, en: Label }), closed)

/** What every fact has beside what it says. */
const factFields = {
  validFrom: Type.Optional(Moment),
  validUntil: Type.Optional(Moment),
  /** Where it comes from: a file's name, a system, an address. */
  source: Type.Optional(Type.String({ maxLength: 300 })),
  /**
   * Whose it is: told only to a contact who has proved to be this one, such as
   * "email:lin@example.com" or "contact:<id>". Empty: nobody's in particular.
   */
  personal: Type.Optional(Type.String({ maxLength: 300 })),
}

/** A thing with a name: a product, an order, a shop. */
export const Entity = Type.Object(
  {
    key: Key,
    type: TypeName,
    name: Label,
    /** The name in one language, where it differs. */
    names: Type.Optional(perLocale),
    /** Other words for it, in any language. */
    aliases: Type.Optional(Type.Array(Label, { maxItems: 50 })),
    /** By name; a text for all languages, or one for each. */
    attributes: Type.Optional(
      Type.Record(TypeName, Type.Union([Type.String({ maxLength: 2_000 }), perLocale]), {
        maxProperties: 50,
      }),
    ),
    ...factFields,
  },
  closed,
)
export type Entity = Static<typeof Entity>

/** One entity's tie to another, both by key. */
export const Relation = Type.Object({ from: Key, type: TypeName, to: Key, ...factFields }, closed)
export type Relation = Static<typeof Relation>

/**
 * What visitors may want, and how it is answered: from an entity of type `subject` along the
 * relations of `path` ("^" before a name goes against its direction). In a template, {0} is the
 * subject, {1} what the first relation leads to, and {1.phone} an attribute of that. The first
 * answer of which everything is known is given. Without a subject it is only recognised.
 */
export const Intent = Type.Object(
  {
    key: TypeName,
    /** What people call it. */
    name: Type.Optional(perLocale),
    subject: Type.Optional(TypeName),
    /** Ways to ask; {order} stands for the name of any entity of that type. */
    phrasings: Type.Optional(
      Type.Partial(
        Type.Object({
          'zh-CN': Type.Array(Label, { maxItems: 100 }),
          en: Type.Array(Label, { maxItems: 100 }),
        }),
        closed,
      ),
    ),
    /** Regular expressions (RE2) over the question in lower case and simplified characters. */
    patterns: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { maxItems: 20 }),
    ),
    answers: Type.Optional(
      Type.Array(
        Type.Object(
          {
            path: Type.Array(Type.String({ pattern: '^\\^?[a-z][a-z0-9_]{0,59}$' }), {
              maxItems: 6,
            }),
            templates: perLocale,
          },
          closed,
        ),
        { maxItems: 10 },
      ),
    ),
    /** Always a matter for people: the assistant hands over. */
    isPeopleOnly: Type.Optional(Type.Boolean()),
    /** Not recognised; so is a built-in intent switched off. */
    isOff: Type.Optional(Type.Boolean()),
  },
  closed,
)
export type Intent = Static<typeof Intent>

/** POST /api/knowledge/graph/import?format=json, and what a live endpoint answers with. */
export const GraphFile = Type.Object(
  {
    entities: Type.Optional(Type.Array(Entity)),
    relations: Type.Optional(Type.Array(Relation)),
    intents: Type.Optional(Type.Array(Intent)),
  },
  closed,
)
export type GraphFile = Static<typeof GraphFile>

/** The same graph with every fact's id and version. */
const stored = { id: Type.String(), version: Type.Integer(), changedAt: Type.Number() }
export const StoredEntity = Type.Object({ ...Entity.properties, ...stored })
export const StoredRelation = Type.Object({ ...Relation.properties, ...stored })
export const StoredIntent = Type.Object({ ...Intent.properties, ...stored })

/** GET /api/knowledge/graph → all of it, or what lies around one entity */
export const GraphView = Type.Object({
  entities: Type.Array(StoredEntity),
  relations: Type.Array(StoredRelation),
  intents: Type.Array(StoredIntent),
  /** Whether there is more than is shown. */
  isCut: Type.Boolean(),
})
export type GraphView = Static<typeof GraphView>

export const GraphQuery = Type.Object(
  {
    /** Words in a name or alias. */
    text: Type.Optional(Type.String({ maxLength: 200 })),
    type: Type.Optional(TypeName),
    /** An entity's key: it, its relations and its neighbours. */
    around: Type.Optional(Key),
  },
  closed,
)

/** GET /api/knowledge/graph/facts/:id/versions → newest first */
export const FactVersion = Type.Object({
  version: Type.Integer(),
  /** The entity, relation or intent as it was; null when this version removed it. */
  fact: Type.Union([Entity, Relation, Intent, Type.Null()]),
  agentId: Type.String(),
  changedAt: Type.Number(),
})
export type FactVersion = Static<typeof FactVersion>

/** POST /api/knowledge/graph/import: entities and relations as CSV come one file each. */
export const GraphImportQuery = Type.Object(
  {
    format: Type.Union([Type.Literal('json'), Type.Literal('csv')]),
    source: Type.Optional(Type.String({ maxLength: 300 })),
  },
  closed,
)

/** POST /api/knowledge/graph/ask: what the assistant would answer, with the path. */
export const GraphQuestion = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 2_000 }),
    intent: TypeName,
    locale: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')]),
  },
  closed,
)

/** A fact that an answer rests on, and how it reads. */
export const PathStep = Type.Object({
  factId: Type.String(),
  version: Type.Integer(),
  label: Type.String(),
})
export type PathStep = Static<typeof PathStep>

export const GraphAnswer = Type.Object({
  text: Type.String(),
  /** "Order 812 → shipped 3 May → Skylark Express" */
  explanation: Type.String(),
  steps: Type.Array(PathStep),
})
export type GraphAnswer = Static<typeof GraphAnswer>

/** POST /api/knowledge/graph/ask → null when there is no answer that may be told */
export const GraphReply = Type.Object({ answer: Type.Union([GraphAnswer, Type.Null()]) })

/** Where live entities are read: PATCH /api/knowledge/live. The secret is never told again. */
export const LiveSettings = Type.Object(
  {
    isOn: Type.Boolean(),
    url: Type.String({ maxLength: 2_000, pattern: '^https?://' }),
    /** Signs the requests. Left out: the stored one stays. */
    secret: Type.Optional(Type.String({ minLength: 16, maxLength: 200 })),
    /** Where the address may lead. */
    reach: Type.Union([Type.Literal('outside'), Type.Literal('in_house')]),
    /** Names that the endpoint knows, by pattern (RE2): the first group is the name. */
    types: Type.Array(
      Type.Object(
        { type: TypeName, pattern: Type.String({ minLength: 1, maxLength: 500 }) },
        closed,
      ),
      { maxItems: 20 },
    ),
    timeoutMs: Type.Integer({ minimum: 100, maximum: 10_000 }),
    /** How long an answer is believed; 0 asks every time. */
    cacheMs: Type.Integer({ minimum: 0, maximum: 600_000 }),
  },
  closed,
)
export type LiveSettings = Static<typeof LiveSettings>

/** GET /api/knowledge/live */
export const LiveView = Type.Object({
  ...Type.Omit(LiveSettings, ['secret']).properties,
  hasSecret: Type.Boolean(),
})
export type LiveView = Static<typeof LiveView>

/** POST /api/knowledge/live/test → LiveTrialResult: asks the endpoint now; nothing is kept. */
export const LiveTrial = Type.Object({ type: TypeName, name: Label }, closed)
export type LiveTrial = Static<typeof LiveTrial>

/** What the endpoint told; nothing when it does not know the name, or failed. */
export const LiveTrialResult = Type.Object({
  ms: Type.Number(),
  /** Why it failed; empty when it answered. */
  problem: Type.String(),
  entities: Type.Array(Entity),
  relations: Type.Array(Relation),
})
export type LiveTrialResult = Static<typeof LiveTrialResult>
