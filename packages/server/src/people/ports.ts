import type { Storage } from '../platform/storage/index.ts'

/** What changed about people, told after the commit. */
export type PeopleEvent =
  /** One session of an agent is over. */
  | { type: 'sessions_ended'; agentId: string; tokenHash: string }
  /** All of them are, but for the one that is named. */
  | { type: 'sessions_ended'; agentId: string; exceptTokenHash: string | undefined }
  | { type: 'agent_changed'; workspaceId: string; agentId: string }
  | { type: 'workspace_changed'; workspaceId: string }

export interface PeoplePorts {
  storage: Storage
  /** Hands an event to whoever listens. Never waits, never throws. */
  announce: (event: PeopleEvent) => void
  /** Epoch milliseconds. */
  now: () => number
  newId: () => string
}
