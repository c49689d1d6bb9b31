/** The tables of what routing learns, and of what was tried in its simulator. */
export interface RoutingModelSchema {
  routingLearning: RoutingLearningTable
  routingModels: RoutingModelTable
  routingStudies: RoutingStudyTable
}

export interface RoutingLearningTable {
  workspaceId: string
  /** Settings, what is live and why, and the last trainings: see `Kept`. */
  stateJson: string
}

export interface RoutingModelTable {
  workspaceId: string
  kind: string
  version: string
  trainedAt: number
  /** A table as V8 serializes it, trees as XGBoost's JSON, what was brought as it came. */
  content: Uint8Array
}

/** Ids grow with time, so they order them. */
export interface RoutingStudyTable {
  id: string
  workspaceId: string
  studyJson: string
}
