import type { Storage } from '../../platform/storage/index.ts'
import type { PlainSettings } from '../simulator/index.ts'

/** What studies need from the house. */
export interface StudyPorts {
  storage: Storage
  /** Epoch milliseconds. */
  now: () => number
  /** Ids that grow with time. */
  newId: () => string
  /** How the workspace routes today. */
  today: (workspaceId: string) => Promise<Today>
  /** A failure that nobody waits for. */
  failed: (error: unknown, reference: string) => void
}

export interface Today {
  settings: PlainSettings
  /** 0 sets none. */
  slaFirstReplyMs: number
  /** IANA name. */
  timeZone: string
  /** Units by agent. */
  capacities: Readonly<Record<string, number>>
}
