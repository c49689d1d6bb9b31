import { type Static, Type } from 'typebox'

/** The bodies of the privacy API: what may leave to engines, and what left. */

const closed = { additionalProperties: false }

/**
 * What Parley recognises by itself. `number` is the net below the others: any seven digits in a row
 * and any eight in groups.
 */
export const PersonalKind = Type.Union([
  Type.Literal('phone'),
  Type.Literal('id_card'),
  Type.Literal('bank_card'),
  Type.Literal('email'),
  Type.Literal('address'),
  Type.Literal('order'),
  Type.Literal('number'),
])
export type PersonalKind = Static<typeof PersonalKind>

/** What a workspace wants hidden beyond that: order or contract numbers of its own. */
export const PrivacyPattern = Type.Object(
  {
    /** Names the placeholder: ORDER gives [ORDER_1]. */
    name: Type.String({ pattern: '^[A-Z]{2,16}$' }),
    /** A regular expression in RE2's words. With a group, only what the group holds is hidden. */
    pattern: Type.String({ minLength: 1, maxLength: 200 }),
  },
  closed,
)
export type PrivacyPattern = Static<typeof PrivacyPattern>

const settings = {
  /** What is replaced by placeholders before a text leaves. */
  kinds: Type.Array(PersonalKind, { uniqueItems: true, maxItems: 7 }),
  patterns: Type.Array(PrivacyPattern, { maxItems: 20 }),
  /** Whether the log keeps what left, with its placeholders; else it keeps counts alone. */
  isTextKept: Type.Boolean(),
  /** Days that the log reaches back. */
  keptDays: Type.Integer({ minimum: 1, maximum: 3_650 }),
}

/** GET /api/privacy → PrivacySettings */
export const PrivacySettings = Type.Object(settings)
export type PrivacySettings = Static<typeof PrivacySettings>

/** PATCH /api/privacy → PrivacySettings */
export const PrivacyChange = Type.Partial(Type.Object(settings), closed)
export type PrivacyChange = Static<typeof PrivacyChange>

/** POST /api/privacy/preview → RedactionPreview: tries settings on a text, keeping neither. */
export const RedactionTrial = Type.Object(
  {
    text: Type.String({ maxLength: 10_000 }),
    kinds: Type.Optional(settings.kinds),
    patterns: Type.Optional(settings.patterns),
  },
  closed,
)
export type RedactionTrial = Static<typeof RedactionTrial>

const Counts = Type.Record(Type.String(), Type.Integer())

export const RedactionPreview = Type.Object({
  /** The text as it would leave. */
  text: Type.String(),
  /** How often each kind was hidden, by the name in its placeholders. */
  redactions: Counts,
})
export type RedactionPreview = Static<typeof RedactionPreview>

/** Something that left for another machine. */
export const Departure = Type.Object({
  id: Type.String(),
  leftAt: Type.Number(),
  engineId: Type.String(),
  /** As it was called when this left. */
  engineName: Type.String(),
  host: Type.String(),
  /** Empty when it was for no conversation, such as a test. */
  conversationId: Type.String(),
  /** Who caused it: a visitor by a question, an agent by asking for help, or Parley by itself. */
  causedBy: Type.Union([Type.Literal('contact'), Type.Literal('agent'), Type.Literal('system')]),
  /** The contact's or agent's id; empty for the system. */
  causedById: Type.String(),
  /** Bytes of what was sent, in UTF-8. */
  bytes: Type.Integer(),
  redactions: Counts,
  /** What was sent, with its placeholders; null unless the workspace keeps it. */
  text: Type.Union([Type.String(), Type.Null()]),
})
export type Departure = Static<typeof Departure>

/** GET /api/privacy/departures?before=<id> → DeparturePage, newest first */
export const DeparturePage = Type.Object({
  departures: Type.Array(Departure),
  /** Whether there are older ones; ask for those before the last id. */
  hasMore: Type.Boolean(),
})
export type DeparturePage = Static<typeof DeparturePage>
