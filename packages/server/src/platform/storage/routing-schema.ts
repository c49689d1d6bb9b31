/** The tables of routing. */
export interface RoutingSchema {
  routingSettings: RoutingSettingsTable
  queueEpochs: QueueEpochTable
  teams: TeamTable
  skills: SkillTable
  topics: TopicTable
  agentFacts: AgentFactsTable
  routingRules: RoutingRuleTable
  blockedPairs: BlockedPairTable
  routingCourses: RoutingCourseTable
  routingDecisions: RoutingDecisionTable
  routingWaits: RoutingWaitTable
  routingOutcomes: RoutingOutcomeTable
}

export interface RoutingSettingsTable {
  workspaceId: string
  settingsJson: string
  /** Sealed; what signs the calls of the hook. */
  hookSecret: string
}

/** Who owns a workspace's queue: steps under an older epoch are refused. */
export interface QueueEpochTable {
  workspaceId: string
  epoch: number
}

export interface TeamTable {
  id: string
  workspaceId: string
  name: string
  /** Null: the workspace's. */
  hoursJson: string | null
  overflowJson: string | null
}

export interface SkillTable {
  id: string
  workspaceId: string
  name: string
}

export interface TopicTable {
  id: string
  workspaceId: string
  name: string
  wordsJson: string
}

/** Agents without a row have no team, no skill, no language and the workspace's capacity. */
export interface AgentFactsTable {
  agentId: string
  workspaceId: string
  teamIdsJson: string
  /** Skill's id to level. */
  skillsJson: string
  languagesJson: string
  capacity: number | null
}

export interface RoutingRuleTable {
  id: string
  workspaceId: string
  place: number
  ruleJson: string
}

export interface BlockedPairTable {
  workspaceId: string
  contactId: string
  agentId: string
  createdAt: number
}

/** What routing remembers of a conversation that is not resolved. */
export interface RoutingCourseTable {
  conversationId: string
  workspaceId: string
  courseJson: string
}

/** Why somebody got a conversation. Ids grow with time, so they order them. */
export interface RoutingDecisionTable {
  id: string
  workspaceId: string
  conversationId: string
  contactId: string
  agentId: string
  decidedAt: number
  decisionJson: string
}

/** How long a contact waited for the first reply of a person. */
export interface RoutingWaitTable {
  id: string
  workspaceId: string
  conversationId: string
  contactId: string
  channelId: string
  /** Of the topic that it was about; empty when none was known. */
  topic: string
  teamId: string
  weight: number
  priority: number
  queuedAt: number
  endedAt: number
  /** It ended without a reply: the wait was at least so long. */
  isCensored: number
  /** The promise that was given: see `GivenPromise`. */
  promiseJson: string
}

/** What became of an assignment; see `Outcome`. */
export interface RoutingOutcomeTable {
  id: string
  workspaceId: string
  conversationId: string
  agentId: string
  topic: string
  /** Of the model that predicted; empty when none did. */
  modelVersion: string
  assignedAt: number
  endedAt: number
  active: number
  firstReplyMs: number
  isFirstReplyCensored: number
  handleMs: number
  isHandleCensored: number
  predictedFirstReplyMs: number
  predictedHandleMs: number
  /** Float32, little endian, in the order of `FEATURES`. */
  features: Uint8Array
}
