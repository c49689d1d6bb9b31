import type { AgentPool } from './agent-pool.ts'
import type { Case } from './case.ts'
import type { Chooser } from './choose.ts'
import type { Ladder } from './prediction/index.ts'
import type { RoutingSettings } from './settings.ts'
import type { Waiting } from './waiting.ts'

interface Choosing {
  settings: RoutingSettings
  pool: AgentPool
  ladder: Ladder
  chooser: Chooser
  waiting: Waiting
  isOpen: (teamId: string) => boolean
}

/**
 * Whom an agent with free room serves next: of the most urgent who may be served, the one whom this
 * agent serves best compared with the others, by the table. Nobody is passed over more often than
 * allowed, nor once a clock has warned. Without a table it is the most urgent.
 *
 * Who weighs more than the free room has one agent keep room for it after a few of these choices,
 * so that lighter ones cannot starve it.
 */
export function mostSuitable(
  { settings, pool, ladder, chooser, waiting, isOpen }: Choosing,
  agent: number,
  now: number,
): { one: Case; passed: Case[] } | undefined {
  const { scores } = settings.policy === 'predicted' ? ladder.at(now) : { scores: undefined }
  const size = scores === undefined ? 1 : settings.windowSize
  const heavy = waiting.first(
    1,
    ({ group }) => group.mask[agent] === 1 && isOpen(group.need.teamId),
    ({ need }) => need.weight > pool.free(agent) && need.weight <= pool.capacity[agent]!,
  )[0]
  const window = waiting.first(
    size,
    ({ group }) => group.mask[agent] === 1 && isOpen(group.need.teamId),
    (one) => chooser.mayTake(agent, one),
  )
  const first = window[0]
  if (first === undefined) return undefined
  if (heavy !== undefined && heavy.urgentAt < first.urgentAt && keepsRoom(heavy, agent, settings)) {
    return undefined
  }
  const urgent = window.findIndex(
    ({ passedOver, isNearBreach }) => isNearBreach || passedOver >= settings.passedOverMax,
  )
  if (urgent >= 0) return { one: window[urgent]!, passed: window.slice(0, urgent) }
  if (scores === undefined) return { one: first, passed: [] }
  let best = 0
  let least = Number.POSITIVE_INFINITY
  window.forEach(({ need, group }, index) => {
    const { firstReply, handle } = scores.costs(need, settings.handleWeight)
    const own = Math.log(firstReply[agent]! + settings.handleWeight * handle[agent]!)
    const advantage = own - scores.meanLogCost(need, group.mask, settings.handleWeight, now)
    if (advantage < least) {
      least = advantage
      best = index
    }
  })
  return { one: window[best]!, passed: window.slice(0, best) }
}

/** Counts a choice that went by the heavy one; after enough of them the agent waits for room. */
function keepsRoom(heavy: Case, agent: number, { passedOverMax }: RoutingSettings): boolean {
  if (heavy.reservedBy === agent) return true
  if (heavy.reservedBy >= 0) return false
  heavy.passedOver += 1
  if (heavy.passedOver <= passedOverMax) return false
  heavy.reservedBy = agent
  return true
}
