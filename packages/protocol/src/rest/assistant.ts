import { type Static, Type } from 'typebox'

/** The bodies of the assistant's API. Times are epoch milliseconds. */

const closed = { additionalProperties: false }
const Share = Type.Number({ minimum: 0, maximum: 1 })

/** A step of the pipeline, in which an answer is looked for. */
export const AssistantStep = Type.Union([
  Type.Literal('cache'),
  Type.Literal('graph'),
  Type.Literal('articles'),
  Type.Literal('engines'),
])
export type AssistantStep = Static<typeof AssistantStep>

const Texts = Type.Object(
  {
    /** The first words of a conversation's window; empty takes the channel's own. */
    greeting: Type.String({ maxLength: 500 }),
    /** Before a person takes over. */
    handingOver: Type.String({ minLength: 1, maxLength: 500 }),
    /** The same, when nobody is there. */
    nobodyThere: Type.String({ minLength: 1, maxLength: 500 }),
    /** When nothing good enough was found. */
    noAnswer: Type.String({ minLength: 1, maxLength: 500 }),
  },
  closed,
)

const settings = {
  isOn: Type.Boolean(),
  name: Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' }),
  /** A small square picture as a data URL, at most 256 pixels a side; empty shows the initial. */
  avatar: Type.String({
    maxLength: 24_000,
    pattern: '^(data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2})?$',
  }),
  /** Channels in which people answer first. */
  exceptChannels: Type.Array(Type.String(), { maxItems: 100, uniqueItems: true }),
  texts: Type.Object({ 'zh-CN': Texts, en: Texts }, closed),
  /** Where answers are looked for, in this order; what is not named is not asked. */
  steps: Type.Array(AssistantStep, { maxItems: 4, uniqueItems: true }),
  /** How sure a step must be to answer by itself, from 0 to 1. */
  thresholds: Type.Object({ cache: Share, faq: Share, graph: Share }, closed),
  /** Answers in a row that did not help before a person is called. */
  failedAnswersMax: Type.Integer({ minimum: 1, maximum: 10 }),
  /** What a visitor is offered when a person is wanted and nobody is there. */
  whenNobodyIsThere: Type.Union([Type.Literal('wait'), Type.Literal('message_form')]),
  /** What engines are told about how to speak, in the workspace's own words. */
  instructions: Type.String({ maxLength: 4_000 }),
  /** Milliseconds without a new word from any engine before the next step has its turn. */
  enginesWaitMsMax: Type.Integer({ minimum: 500, maximum: 300_000 }),
  /** Where the rules are not sure what is wanted, an engine is asked to choose. */
  refinesIntents: Type.Boolean(),
}

/** GET /api/assistant → AssistantSettings */
export const AssistantSettings = Type.Object(settings)
export type AssistantSettings = Static<typeof AssistantSettings>

/** PATCH /api/assistant → AssistantSettings */
export const AssistantChange = Type.Partial(Type.Object(settings), closed)
export type AssistantChange = Static<typeof AssistantChange>

const Source = Type.Object({
  kind: Type.Union([
    Type.Literal('article'),
    Type.Literal('fact'),
    Type.Literal('engine'),
    Type.Literal('prompt'),
  ]),
  id: Type.String(),
  version: Type.Number(),
})

const TraceStep = Type.Object({
  name: Type.String(),
  ms: Type.Number(),
  /** passed, answered, handed_over or failed. */
  result: Type.String(),
  details: Type.Array(Type.String()),
})

/** One question and what became of it. */
export const AnswerTrace = Type.Object({
  id: Type.String(),
  conversationId: Type.String(),
  questionSeq: Type.Integer(),
  /** 0 when there is no message of it. */
  answerSeq: Type.Integer(),
  question: Type.String(),
  askedAt: Type.Number(),
  outcome: Type.String(),
  decidedBy: Type.String(),
  reason: Type.String(),
  engine: Type.String(),
  costMicros: Type.Number(),
  firstTextMs: Type.Number(),
  totalMs: Type.Number(),
  /** Whether it helped, as far as the visitor said. */
  isHelpful: Type.Union([Type.Boolean(), Type.Null()]),
  steps: Type.Array(TraceStep),
  sources: Type.Array(Source),
})
export type AnswerTrace = Static<typeof AnswerTrace>

/** GET /api/assistant/answers?before=ID&conversation=ID → AnswerPage, newest first */
export const AnswerPage = Type.Object({
  answers: Type.Array(AnswerTrace),
  hasMore: Type.Boolean(),
})
export type AnswerPage = Static<typeof AnswerPage>

/** GET /api/assistant/figures?days=N → AssistantFigures, of the last days */
export const AssistantFigures = Type.Object({
  questions: Type.Integer(),
  /** By the step that answered. */
  answeredBy: Type.Record(Type.String(), Type.Integer()),
  /** Questions that the answer cache was asked and did not know. */
  cacheMisses: Type.Integer(),
  handedOver: Type.Integer(),
  /** By the reason: wanted, angry, not_helped, people_only, no_answer or failed. */
  handedOverFor: Type.Record(Type.String(), Type.Integer()),
  helpful: Type.Integer(),
  notHelpful: Type.Integer(),
  /** By the step whose answer did not help. */
  notHelpfulBy: Type.Record(Type.String(), Type.Integer()),
  costMicros: Type.Number(),
  firstTextMsP50: Type.Number(),
  firstTextMsP90: Type.Number(),
  /** Each 24 hours up to now, the oldest first. */
  days: Type.Array(
    Type.Object({
      /** Where they begin. */
      from: Type.Number(),
      /** Without those that only said that nothing was found. */
      answered: Type.Integer(),
      handedOver: Type.Integer(),
    }),
  ),
})
export type AssistantFigures = Static<typeof AssistantFigures>

/** POST /api/assistant/try → Trial: asks as a visitor would; nothing is kept. */
export const TrialQuestion = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 2_000, pattern: '\\S' }),
    channelId: Type.String(),
  },
  closed,
)
export type TrialQuestion = Static<typeof TrialQuestion>

export const Trial = Type.Object({
  /** Empty when a person would be called. */
  text: Type.String(),
  citations: Type.Array(
    Type.Object({ title: Type.String(), url: Type.String(), articleId: Type.String() }),
  ),
  suggestions: Type.Array(Type.String()),
  /** What left to engines, with its placeholders. */
  prompts: Type.Array(Type.Object({ engine: Type.String(), text: Type.String() })),
  trace: Type.Omit(AnswerTrace, ['id', 'answerSeq', 'isHelpful']),
})
export type Trial = Static<typeof Trial>
