import { createAttendance } from './attendance.ts'
import type { Case } from './case.ts'
import { createClocks } from './clocks.ts'
import { courseOf } from './course.ts'
import { createHolding } from './holding.ts'
import { createOffers } from './offers.ts'
import { createPhases } from './phases.ts'
import { createPlacing } from './placing.ts'
import type { RouterPorts } from './ports.ts'
import type { RoutingSettings } from './settings.ts'
import { createStanding } from './standing.ts'
import { createState } from './state.ts'
import { createStoring } from './storing.ts'
import type { RoutingCommand, RoutingEvent } from './types.ts'
import { createViews } from './views.ts'

/**
 * One workspace's routing: what every conversation that needs a person waits for, and who has it.
 *
 * A deterministic machine without clock, I/O or randomness: `handle` takes an event with its time
 * and returns what the house shall do. Storage has the truth. To rebuild the router, tell it where
 * every agent (`agent_stands`) and every open conversation stands, and only then who is present:
 * nobody is given anything before all that they have is known.
 *
 * Of each conversation it knows at any time one phase, and of each agent the units in use, with
 * those that are only offered or on their way; so it never exceeds a capacity, never gives one
 * conversation to two, and forgets none. What people do by hand is taken as it is.
 */
export function createRouter(chosen: RoutingSettings, ports: RouterPorts) {
  const state = createState(chosen, ports)
  const { settings, pool, timers, cases } = state
  const phases = createPhases(state)
  const placing = createPlacing(state, phases)
  const clocks = createClocks(state)
  const offers = createOffers(state, phases, placing)
  const holding = createHolding(state, phases, clocks, (...absent) =>
    attendance.watchAbsent(...absent),
  )
  const storing = createStoring(state, phases, placing, holding.hold)
  const attendance = createAttendance(state, phases, placing, storing, offers)
  const standing = createStanding(state, phases, placing, clocks, {
    withdraw: offers.withdraw,
    hold: holding.hold,
  })

  function expire(kind: string, id: string): void {
    switch (kind) {
      case 'open':
        placing.drain()
        return
      case 'grace':
        attendance.setPresence(pool.index(id), 'offline')
        return
      case 'away':
        attendance.takeBack(pool.index(id), 'agent_away')
        return
    }
    const one = cases.get(id)
    if (one === undefined) return
    switch (kind) {
      case 'offer':
        attendance.offerMissed(one)
        return
      case 'hook':
        placing.hookAnswered(one, undefined)
        return
      case 'answer':
        storing.lookAgain(one)
        return
      case 'reply':
        holding.noReply(one, (late) => storing.release(late, 'no_reply'))
        return
      case 'again':
        attendance.askAgain(one)
        return
      case 'overflow':
        placing.overflow(one)
        return
    }
    const [sort, clock] = kind.split('-')
    if (sort === 'warn' || sort === 'breach') clocks.passed(one, sort, clock!)
  }

  function timePassed(): void {
    for (;;) {
      const name = timers.take(state.now)
      if (name === undefined) return
      const colon = name.indexOf(':')
      expire(name.slice(0, colon), name.slice(colon + 1))
    }
  }

  function about({ conversationId }: { conversationId: string }, act: (one: Case) => void): void {
    const one = cases.get(conversationId)
    if (one !== undefined) act(one)
  }

  function apply(event: RoutingEvent): void {
    switch (event.type) {
      case 'clock':
        return
      case 'conversation_stands':
        standing.stands(event)
        return
      case 'conversation_left':
        about(event, (one) => standing.leave(one, false))
        return
      case 'agent_stands':
        attendance.agentStands(event.agent)
        return
      case 'agent_removed':
        attendance.agentRemoved(event.agentId)
        return
      case 'presence_changed':
        attendance.setPresence(pool.index(event.agentId), event.presence)
        return
      case 'connection_lost':
        attendance.connectionLost(event.agentId)
        return
      case 'connection_back':
        attendance.connectionBack(event.agentId)
        return
      case 'contact_wrote':
        about(event, holding.contactWrote)
        return
      case 'agent_replied':
        about(event, (one) => holding.replied(one, event.agentId))
        return
      case 'offer_accepted':
        about(event, (one) => attendance.offerAnswered(one, event.agentId, true))
        return
      case 'offer_declined':
        about(event, (one) => attendance.offerAnswered(one, event.agentId, false))
        return
      case 'step_stored':
        about(event, (one) => storing.stepStored(one, event.basedOn, event.version))
        return
      case 'step_refused':
        about(event, (one) => storing.stepRefused(one, event.basedOn))
        return
      case 'hook_answered':
        about(event, (one) => placing.hookAnswered(one, event.agentId))
        return
      case 'settings_changed':
        Object.assign(settings, event.settings)
        pool.configure(settings)
        standing.settle()
        placing.drain()
        return
    }
  }

  return {
    /** Takes one event at its time (never before the last one's) and tells what is to be done. */
    handle(event: RoutingEvent, at: number): RoutingCommand[] {
      state.now = Math.max(state.now, at)
      const commands: RoutingCommand[] = []
      state.commands = commands
      timePassed()
      apply(event)
      for (const agent of state.toServe) {
        state.toServe.delete(agent)
        placing.serve(agent)
      }
      for (const teamId of state.movedTeams) commands.push({ type: 'queue_moved', teamId })
      state.movedTeams.clear()
      for (const one of state.turned) {
        const { conversationId } = one.need
        commands.push({ type: 'course', conversationId, course: courseOf(state, one) })
      }
      state.turned.clear()
      return commands
    },

    /** When the next `clock` is needed; Infinity when none is. */
    wakeAt: () => timers.next(),

    ladder: state.ladder,

    /** Brings back what became of earlier promises, the oldest first. */
    recall: state.promises.recall,

    ...createViews(state),
  }
}

export type Router = ReturnType<typeof createRouter>
