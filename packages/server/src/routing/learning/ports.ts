import type { Storage } from '../../platform/storage/index.ts'
import type { Table, TreeModels } from '../prediction/index.ts'

/** What learning needs from the house. */
export interface LearningPorts {
  storage: Storage
  /** Epoch milliseconds. */
  now: () => number
  /** Ids that grow with time. */
  newId: () => string
  /** IANA name of the zone whose nights are meant. */
  timeZone: (workspaceId: string) => Promise<string>
  /** A failure that nobody waits for. */
  failed: (error: unknown, reference: string) => void
}

/** The models that a workspace's decisions go by; without any they go by who is least busy. */
export interface LiveModels {
  table: Table | undefined
  trees: TreeModels | undefined
}
