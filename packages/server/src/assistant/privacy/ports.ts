import type { Departure } from '@parley/protocol/rest/privacy'
import type { Storage } from '../../platform/storage/index.ts'

export interface PrivacyPorts {
  storage: Storage
  /** Epoch milliseconds. */
  now: () => number
  /** Ids that grow with time. */
  newId: () => string
  /** A failure of the storage that nobody waits for. */
  failed: (error: unknown, reference: string) => void
}

/** Something that leaves, as its sender tells it. */
export type NewDeparture = Omit<Departure, 'id' | 'leftAt'> & { workspaceId: string }
