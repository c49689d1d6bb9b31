/** The tables of the AI engines. */
export interface EnginesSchema {
  engines: EngineTable
  engineSpending: EngineSpendingTable
  engineConversations: EngineConversationTable
}

export interface EngineTable {
  id: string
  workspaceId: string
  /** Engines are asked in this order. */
  place: number
  isOn: number
  setupJson: string
  /** Where it may be and what may leave to it. */
  rulesJson: string
  /** Empty when it has none. */
  sealedKey: string
  /** Grows with every change; answers of another one are void. */
  version: number
}

/** What an engine spent on one day (UTC). */
export interface EngineSpendingTable {
  engineId: string
  day: string
  calls: number
  tokens: number
  costMicros: number
}

/** What an engine calls one of our conversations. */
export interface EngineConversationTable {
  conversationId: string
  engineId: string
  name: string
}
