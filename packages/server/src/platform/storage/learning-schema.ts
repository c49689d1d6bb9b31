/** The tables of what the assistant learns from. */
export interface LearningSchema {
  dismissedQuestions: DismissedQuestionTable
  goldenQuestions: GoldenQuestionTable
  goldenRuns: GoldenRunTable
}

interface DismissedQuestionTable {
  id: string
  workspaceId: string
  question: string
  agentId: string
  dismissedAt: number
}

interface GoldenQuestionTable {
  id: string
  workspaceId: string
  question: string
  locale: string
  expectedJson: string
}

interface GoldenRunTable {
  id: string
  workspaceId: string
  startedAt: number
  /** 0 while it runs. */
  finishedAt: number
  problem: string
  draftJson: string
  isDraft: number
  asked: number
  right: number
  resultsJson: string
}
