import { type AgentPresence, Presence } from '@parley/protocol'
import type { Storage } from '../platform/storage/index.ts'

/** How long a lost connection may take to come back before its agent counts as offline. */
const OFFLINE_GRACE_MS = 10_000

interface Present {
  workspaceId: string
  name: string
  connections: number
  presence: Presence
  /** Runs out after the last connection was lost. */
  leaving: NodeJS.Timeout | undefined
}

export interface PresencePorts {
  storage: Storage
  /** Somebody's presence is another now. */
  changed: (workspaceId: string, agent: AgentPresence, isStaffed: boolean) => void
  /**
   * Where an agent is, for who gives it work: told at every connection too, and `lost` as soon as
   * the last one broke, before the grace.
   */
  attended: (workspaceId: string, agentId: string, where: 'online' | 'away' | 'lost') => void
  graceMs?: number
}

/**
 * Who is there: what agents chose (online or away), as long as a console of theirs is connected.
 * Counts the connections of this process.
 */
export function createPresence(ports: PresencePorts) {
  const { storage, graceMs = OFFLINE_GRACE_MS } = ports
  const present = new Map<string, Present>()

  function isStaffed(workspaceId: string): boolean {
    for (const agent of present.values()) {
      if (agent.workspaceId === workspaceId && agent.presence === Presence.ONLINE) return true
    }
    return false
  }

  function tell(agentId: string, { workspaceId, name }: Present, presence: Presence): void {
    ports.changed(workspaceId, { agentId, name, presence }, isStaffed(workspaceId))
  }

  function attend(agentId: string, { workspaceId, presence }: Present): void {
    ports.attended(workspaceId, agentId, presence === Presence.AWAY ? 'away' : 'online')
  }

  return {
    isStaffed,

    of(agentId: string): Presence {
      return present.get(agentId)?.presence ?? Presence.OFFLINE
    },

    connected({
      agentId,
      workspaceId,
      name,
      chosenPresence,
    }: {
      agentId: string
      workspaceId: string
      name: string
      chosenPresence: 'online' | 'away'
    }) {
      const known = present.get(agentId)
      if (known !== undefined) {
        clearTimeout(known.leaving)
        known.leaving = undefined
        known.connections += 1
        known.name = name
        if (known.connections === 1) attend(agentId, known)
        return
      }
      const agent = {
        workspaceId,
        name,
        connections: 1,
        presence: chosenPresence === 'away' ? Presence.AWAY : Presence.ONLINE,
        leaving: undefined,
      }
      present.set(agentId, agent)
      tell(agentId, agent, agent.presence)
      attend(agentId, agent)
    },

    disconnected({ agentId }: { agentId: string }) {
      const agent = present.get(agentId)
      if (agent === undefined) return
      agent.connections -= 1
      if (agent.connections > 0) return
      ports.attended(agent.workspaceId, agentId, 'lost')
      agent.leaving = setTimeout(() => {
        present.delete(agentId)
        tell(agentId, agent, Presence.OFFLINE)
      }, graceMs)
    },

    /** Remembers what an agent chose, also for the next time it comes. */
    async choose({ agentId }: { agentId: string }, presence: Presence): Promise<void> {
      const chosenPresence = presence === Presence.AWAY ? 'away' : 'online'
      await storage.db
        .updateTable('agents')
        .set({ chosenPresence })
        .where('id', '=', agentId)
        .execute()
      const agent = present.get(agentId)
      if (agent === undefined || agent.presence === presence) return
      agent.presence = presence
      tell(agentId, agent, presence)
      if (agent.connections > 0) attend(agentId, agent)
    },

    /** All active agents of a workspace with their presence. */
    async list(workspaceId: string): Promise<AgentPresence[]> {
      const rows = await storage.db
        .selectFrom('agents')
        .select(['id', 'name'])
        .where('workspaceId', '=', workspaceId)
        .where('isActive', '=', 1)
        .orderBy('name')
        .execute()
      return rows.map(({ id, name }) => ({
        agentId: id,
        name,
        presence: present.get(id)?.presence ?? Presence.OFFLINE,
      }))
    },

    close(): void {
      for (const { leaving } of present.values()) clearTimeout(leaving)
      present.clear()
    },
  }
}

export type PresenceRoom = ReturnType<typeof createPresence>
