import { type Static, Type } from 'typebox'

/** The bodies of the copilot's API: help for agents with one conversation. It never sends anything. */

const closed = { additionalProperties: false }

/** GET /api/copilot → CopilotState */
export const CopilotState = Type.Object({
  /** Whether an engine can be asked. Without one there are replies from articles and plain summaries. */
  hasEngine: Type.Boolean(),
})
export type CopilotState = Static<typeof CopilotState>

/** POST /api/copilot → CopilotHelp */
export const CopilotRequest = Type.Object(
  {
    conversationId: Type.String({ minLength: 1, maxLength: 64 }),
    task: Type.Union([
      /** What could be answered, from the same knowledge as the assistant's. */
      Type.Literal('reply'),
      Type.Literal('summary'),
      /** Of `text`, in its own language. */
      Type.Literal('shorter'),
      Type.Literal('friendlier'),
      Type.Literal('formal'),
      /** `text` in the language that the contact writes. */
      Type.Literal('translate'),
      /** The contact's last messages in the agent's language. */
      Type.Literal('translate_contact'),
    ]),
    /** The agent's draft; needed by what changes it. */
    text: Type.Optional(Type.String({ maxLength: 4_000 })),
  },
  closed,
)
export type CopilotRequest = Static<typeof CopilotRequest>
export type CopilotTask = CopilotRequest['task']

export const CopilotHelp = Type.Object({
  text: Type.String(),
  /** What a reply rests on, in the order of the marks "[1]" that were in it. */
  citations: Type.Array(
    Type.Object({
      title: Type.String(),
      /** Empty for a thing of the graph. */
      articleId: Type.String(),
      /** It is for agents: the contact is not to read it word for word. */
      isInternal: Type.Boolean(),
    }),
  ),
})
export type CopilotHelp = Static<typeof CopilotHelp>
