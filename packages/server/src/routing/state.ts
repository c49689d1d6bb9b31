import { AgentPool } from './agent-pool.ts'
import type { Case } from './case.ts'
import { createChooser } from './choose.ts'
import { createGroups } from './eligibility.ts'
import { alwaysOpen, type Calendar } from './hours.ts'
import type { RouterPorts } from './ports.ts'
import { createLadder, type Moment } from './prediction/index.ts'
import type { RoutingSettings } from './settings.ts'
import { createTimers } from './timers.ts'
import type { RoutingCommand } from './types.ts'
import { createWaitPromises } from './wait-promise.ts'
import { createWaiting } from './waiting.ts'

/** All that a router keeps. Its parts share it; nobody else sees it. */
export function createState(chosen: RoutingSettings, ports: RouterPorts) {
  const settings = { ...chosen }
  const pool = new AgentPool(settings)
  const ladder = createLadder(pool, settings)
  const moment: Moment = { now: 0, pool, queueLength: 0 }
  const state = {
    settings,
    ports,
    pool,
    ladder,
    moment,
    groups: createGroups(pool),
    chooser: createChooser({ settings, pool, ladder, elapsed: ports.elapsed }),
    waiting: createWaiting(),
    timers: createTimers(),
    promises: createWaitPromises(),
    cases: new Map<string, Case>(),
    ofAgent: new Map<number, Set<Case>>(),
    /** Teams whose queue is another one since the event began. */
    movedTeams: new Set<string>(),
    /** Agents whose room may have grown on the way; served before the event is done with. */
    toServe: new Set<number>(),
    /** Cases of which a restart would have to know more than it did. */
    turned: new Set<Case>(),
    commands: [] as RoutingCommand[],
    now: 0,

    calendarOf(teamId: string): Calendar {
      return settings.hours[teamId] ?? settings.hours[''] ?? alwaysOpen
    },

    /** Whether the team is there; if not, its opening is waited for. */
    isOpen(teamId: string): boolean {
      const calendar = state.calendarOf(teamId)
      if (calendar.isOpen(state.now)) return true
      state.timers.set(`open:${teamId}`, calendar.nextChange(state.now))
      return false
    },
  }
  return state
}

export type RouterState = ReturnType<typeof createState>
