/** The tables of the assistant. */
export interface AssistantSchema {
  assistants: AssistantTable
  answers: AnswerTable
}

export interface AssistantTable {
  workspaceId: string
  settingsJson: string
  /** Grows with every change; answers that rest on another one are void. */
  version: number
}

/** Questions and what became of them. Ids grow with time, so they order them. */
export interface AnswerTable {
  id: string
  workspaceId: string
  conversationId: string
  questionSeq: number
  answerSeq: number
  question: string
  askedAt: number
  outcome: string
  decidedBy: string
  reason: string
  engine: string
  costMicros: number
  firstTextMs: number
  totalMs: number
  isHelpful: number | null
  stepsJson: string
  sourcesJson: string
}
