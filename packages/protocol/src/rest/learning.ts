import { type Static, Type } from 'typebox'
import { AssistantChange } from './assistant.ts'

/** The bodies of what the assistant learns from. Times are epoch milliseconds. */

const closed = { additionalProperties: false }
const Words = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' })
const Locale = Type.Union([Type.Literal('zh-CN'), Type.Literal('en')])

/** Questions that mean the same, and that the assistant could not answer. */
export const UnansweredGroup = Type.Object({
  /** The newest of them. */
  question: Type.String(),
  count: Type.Integer(),
  lastAskedAt: Type.Number(),
  /** Nothing found, handed over for it, or an answer that did not help; by how often. */
  causes: Type.Record(Type.String(), Type.Integer()),
  /** Some of them, with their conversations, newest first. */
  examples: Type.Array(
    Type.Object({ conversationId: Type.String(), question: Type.String(), askedAt: Type.Number() }),
  ),
})
export type UnansweredGroup = Static<typeof UnansweredGroup>

/** GET /api/assistant/unanswered?days=N → the most frequent first, and what was dismissed */
export const UnansweredPage = Type.Object({
  groups: Type.Array(UnansweredGroup),
  dismissed: Type.Array(Type.Object({ id: Type.String(), question: Type.String() })),
})
export type UnansweredPage = Static<typeof UnansweredPage>

/** POST /api/assistant/unanswered/dismissed: questions like this one are listed no more. */
export const Dismissal = Type.Object({ question: Words }, closed)

/** POST /api/assistant/faq-drafts → the draft's article, unpublished */
export const FaqDraftRequest = Type.Object({ conversationId: Type.String() }, closed)
export const FaqDraft = Type.Object({
  articleId: Type.String(),
  title: Type.String(),
  phrasings: Type.Array(Type.String()),
  body: Type.String(),
  /** Whether an engine has worded it. */
  isRefined: Type.Boolean(),
})
export type FaqDraft = Static<typeof FaqDraft>

/** What must come of a golden question. */
export const GoldenExpectation = Type.Union([
  Type.Object({ kind: Type.Literal('article'), articleId: Type.String() }, closed),
  Type.Object({ kind: Type.Literal('fact'), factId: Type.String() }, closed),
  Type.Object({ kind: Type.Literal('contains'), text: Words }, closed),
  Type.Object({ kind: Type.Literal('handed_over') }, closed),
  Type.Object({ kind: Type.Literal('not_answered') }, closed),
])
export type GoldenExpectation = Static<typeof GoldenExpectation>

/** POST /api/assistant/golden, PATCH /api/assistant/golden/:id */
export const GoldenRequest = Type.Object(
  { question: Words, locale: Locale, expected: GoldenExpectation },
  closed,
)
export type GoldenRequest = Static<typeof GoldenRequest>

/** GET /api/assistant/golden → GoldenQuestion[] */
export const GoldenQuestion = Type.Object({ id: Type.String(), ...GoldenRequest.properties })
export type GoldenQuestion = Static<typeof GoldenQuestion>

/** What a run tries out before it is published; nothing of it is the state as it is. */
export const GoldenDraft = Type.Object(
  {
    /** Articles in a version that is not published; 0 tries them withdrawn. */
    articles: Type.Optional(
      Type.Array(
        Type.Object({ id: Type.String(), version: Type.Integer({ minimum: 0 }) }, closed),
        { maxItems: 20 },
      ),
    ),
    settings: Type.Optional(AssistantChange),
    /** Engines by their ids, in this order, also those that are off; others are not asked. */
    engines: Type.Optional(Type.Array(Type.String(), { maxItems: 50 })),
  },
  closed,
)
export type GoldenDraft = Static<typeof GoldenDraft>

const Got = Type.Object({
  isRight: Type.Boolean(),
  outcome: Type.String(),
  decidedBy: Type.String(),
  text: Type.String(),
})

export const GoldenResult = Type.Object({
  questionId: Type.String(),
  question: Type.String(),
  ...Got.properties,
  /** In the last run of what was published; null when it was not asked then. */
  before: Type.Union([Got, Type.Null()]),
  /** Against that run. */
  change: Type.Union([
    Type.Literal('better'),
    Type.Literal('worse'),
    Type.Literal('changed'),
    Type.Literal('same'),
    Type.Literal('new'),
  ]),
})
export type GoldenResult = Static<typeof GoldenResult>

const runFields = {
  id: Type.String(),
  startedAt: Type.Number(),
  /** 0 while it runs. */
  finishedAt: Type.Number(),
  /** Empty when it went through. */
  problem: Type.String(),
  draft: GoldenDraft,
  isDraft: Type.Boolean(),
  asked: Type.Integer(),
  right: Type.Integer(),
}

/** GET /api/assistant/golden/runs → newest first; POST /api/assistant/golden/runs begins one */
export const GoldenRun = Type.Object(runFields)
export type GoldenRun = Static<typeof GoldenRun>

/** GET /api/assistant/golden/runs/:id */
export const GoldenReport = Type.Object({ ...runFields, results: Type.Array(GoldenResult) })
export type GoldenReport = Static<typeof GoldenReport>
