import type { AgentPool } from './agent-pool.ts'
import { Best } from './best.ts'
import { orderOf, toCandidate } from './candidates.ts'
import type { Case } from './case.ts'
import {
  type CostColumns,
  FEATURES,
  type Ladder,
  type Moment,
  type Predicted,
  type Predictor,
  readState,
} from './prediction/index.ts'
import { reasonsBetween } from './reasons.ts'
import type { RoutingSettings } from './settings.ts'
import type { Decision, PolicyName, Reason } from './types.ts'

/** Agents that are predicted exactly, after a scan of all by their cached scores. */
const EXACT_MAX = 32
/** Candidates that a decision keeps, to be shown. */
const KEPT = 5

export interface Choosing {
  settings: RoutingSettings
  pool: AgentPool
  ladder: Ladder
  /** Milliseconds of a monotonic clock, for the time limit alone. */
  elapsed: () => number
}

/** A policy that decides at once, by itself. */
export type PlainPolicy = Exclude<PolicyName, 'manual' | 'hook'>

/**
 * Chooses among the agents who may: hard limits first (ready, eligible, room, not kept apart), then
 * the least cost of the policy. One pass over all agents; `only` looks at a single one.
 */
export function createChooser({ settings, pool, ladder, elapsed }: Choosing) {
  const best = new Best(EXACT_MAX)
  const sorted = new Best(EXACT_MAX)
  const predicted: Predicted = {
    firstReplyMs: new Float64Array(EXACT_MAX),
    handleMs: new Float64Array(EXACT_MAX),
  }
  const stateWidth = FEATURES.length

  function mayTake(agent: number, one: Case): boolean {
    return (
      pool.ready[agent] === 1 &&
      one.group.mask[agent] === 1 &&
      pool.free(agent) >= one.need.weight &&
      !one.excluded.has(agent) &&
      !isKeptApart(one, pool, agent)
    )
  }

  /** The contact's last agents who may, most recent first. */
  function returningOf(one: Case): number[] {
    const { returnsTo, previousAgentIds } = one.need
    const known = returnsTo === undefined ? previousAgentIds : [returnsTo, ...previousAgentIds]
    return [...new Set(known)]
      .map((agentId) => pool.indexes.get(agentId) ?? -1)
      .filter((agent) => agent >= 0 && mayTake(agent, one))
  }

  function isOwn({ need }: Case, agent: number): boolean {
    return need.returnsTo === pool.idOf(agent)
  }

  /** Fills `best` by `cost`; returns how many there were. */
  function scan(one: Case, size: number, cost: (agent: number) => number, only: number): number {
    best.start(size)
    if (only >= 0) {
      if (!mayTake(only, one)) return 0
      best.offer(only, cost(only), 0)
      return 1
    }
    const { ready, capacity, used, lastAssignedAt, count } = pool
    const { mask } = one.group
    const { weight } = one.need
    const isPlain = one.excluded.size === 0 && one.need.blockedAgentIds.length === 0
    let considered = 0
    for (let agent = 0; agent < count; agent += 1) {
      if (ready[agent] === 0 || mask[agent] !== 1) continue
      if (capacity[agent]! - used[agent]! < weight) continue
      if (!isPlain && !mayTake(agent, one)) continue
      considered += 1
      best.offer(agent, cost(agent), lastAssignedAt[agent]!)
    }
    return considered
  }

  /**
   * The same by the table's cached costs. A loop of its own: ten thousand costs that pass through
   * a function are as many numbers on the heap.
   */
  function scanCosts(one: Case, columns: CostColumns): number {
    best.start(EXACT_MAX)
    const { firstReply, handle, firstReplyLoad, handleLoad } = columns
    const { ready, capacity, used, active, fairness, lastAssignedAt, count } = pool
    const { mask } = one.group
    const { weight } = one.need
    const isPlain = one.excluded.size === 0 && one.need.blockedAgentIds.length === 0
    const top = firstReplyLoad.length - 1
    let considered = 0
    let worst = Number.POSITIVE_INFINITY
    for (let agent = 0; agent < count; agent += 1) {
      if (ready[agent] === 0 || mask[agent] !== 1) continue
      if (capacity[agent]! - used[agent]! < weight) continue
      if (!isPlain && !mayTake(agent, one)) continue
      considered += 1
      const level = active[agent]! < top ? active[agent]! + 1 : top
      const time = firstReply[agent]! * firstReplyLoad[level]! + handle[agent]! * handleLoad[level]!
      const cost = time * fairness[agent]!
      if (cost > worst) continue
      best.offer(agent, cost, lastAssignedAt[agent]!)
      worst = best.worst()
    }
    return considered
  }

  const plain: Record<Exclude<PlainPolicy, 'predicted'>, (agent: number) => number> = {
    'least-busy': (agent) => pool.used[agent]! / pool.capacity[agent]!,
    'longest-idle': (agent) => pool.lastActiveAt[agent]!,
    recent: (agent) => -pool.lastActiveAt[agent]!,
    'round-robin': (agent) => pool.lastAssignedAt[agent]!,
  }

  function choosePlain(
    one: Case,
    policy: PolicyName,
    rule: Exclude<PlainPolicy, 'predicted'>,
    moment: Moment,
    only: number,
    steppedDown: Decision['steppedDown'],
  ): Decision | undefined {
    const consideredCount = scan(one, KEPT, plain[rule], only)
    if (consideredCount === 0) return undefined
    const returning = only < 0 ? returningOf(one)[0] : undefined
    const isReturning = returning !== undefined
    const order = orderOf(best, returning ?? best.agents[0]!, KEPT)
    const candidates = order.map((agent) => toCandidate(pool, agent, plain[rule](agent), 0, 0, 1))
    const [chosen, other] = candidates
    const reasons: Reason[] =
      other === undefined ? [] : [{ what: rule, amount: chosen!.cost - other.cost }]
    return {
      at: moment.now,
      policy,
      rule,
      modelVersion: '',
      candidates,
      consideredCount,
      isReturning,
      passedOver: [],
      reasons,
      steppedDown,
      features: stateOf(order[0]!, moment),
    }
  }

  function stateOf(agent: number, moment: Moment): Float32Array {
    const features = new Float32Array(stateWidth)
    readState(agent, moment, features)
    return features
  }

  /** Predicts the best of the scan exactly. Throws or leaves NaN as the predictor does. */
  function score(one: Case, predictor: Predictor, moment: Moment): void {
    predictor.predict(one.need, best.agents, best.count, moment, predicted)
    sorted.start(EXACT_MAX)
    for (let k = 0; k < best.count; k += 1) {
      const cost = costOf(k)
      if (!(cost > 0 && cost < Number.POSITIVE_INFINITY)) throw new Error('not_a_number')
      sorted.offer(k, cost, pool.lastAssignedAt[best.agents[k]!]!)
    }
  }

  function costOf(k: number): number {
    const time = predicted.firstReplyMs[k]! + settings.handleWeight * predicted.handleMs[k]!
    return time * pool.fairness[best.agents[k]!]!
  }

  function choosePredicted(one: Case, moment: Moment, only: number): Decision | undefined {
    pool.refresh(moment.now)
    const { scores, exact, steppedDown } = ladder.at(moment.now)
    if (scores === undefined && exact === undefined) {
      return choosePlain(one, 'predicted', 'least-busy', moment, only, steppedDown)
    }
    const consideredCount =
      scores === undefined || only >= 0
        ? scan(one, EXACT_MAX, plain['least-busy'], only)
        : scanCosts(one, scores.costs(one.need, settings.handleWeight))
    if (consideredCount === 0) return undefined
    // Who knows the contact is looked at exactly, however far down the scan has it.
    if (only < 0) for (const agent of returningOf(one)) best.include(agent)
    let predictor: Predictor | undefined
    for (const candidate of [exact, scores]) {
      if (candidate === undefined) continue
      const began = elapsed()
      try {
        score(one, candidate, moment)
        predictor = candidate
      } catch (error) {
        const rung = candidate === exact ? 'trees' : 'table'
        steppedDown.push({ rung, because: error instanceof Error ? error.message : 'error' })
      }
      if (candidate === exact) ladder.took(elapsed() - began)
      if (predictor !== undefined) break
    }
    if (predictor === undefined) {
      return choosePlain(one, 'predicted', 'least-busy', moment, only, steppedDown)
    }
    return explain(one, moment, predictor, consideredCount, predictor === exact, steppedDown, only)
  }

  function explain(
    one: Case,
    moment: Moment,
    predictor: Predictor,
    consideredCount: number,
    isExact: boolean,
    steppedDown: Decision['steppedDown'],
    only: number,
  ): Decision {
    let first = sorted.agents[0]!
    let isReturning = false
    if (only < 0) {
      const scanned = best.agents.subarray(0, best.count)
      const bound = settings.returningCostMax * sorted.costs[0]!
      const returning = returningOf(one)
        .map((agent) => scanned.indexOf(agent))
        .find((k) => k >= 0 && (costOf(k) <= bound || isOwn(one, scanned[k]!)))
      isReturning = returning !== undefined
      first = returning ?? first
    }
    const order = orderOf(sorted, first, KEPT)
    const candidates = order.map((k) =>
      toCandidate(
        pool,
        best.agents[k]!,
        costOf(k),
        predicted.firstReplyMs[k]!,
        predicted.handleMs[k]!,
        pool.fairness[best.agents[k]!]!,
      ),
    )
    const [chosen, other] = candidates
    const reasons =
      other === undefined
        ? []
        : reasonsBetween(
            { ...chosen!, parts: predictor.explain(one.need, best.agents[order[0]!]!, moment) },
            { ...other, parts: predictor.explain(one.need, best.agents[order[1]!]!, moment) },
            settings.handleWeight,
          )
    return {
      at: moment.now,
      policy: 'predicted',
      rule: isExact ? 'trees' : 'table',
      modelVersion: predictor.version,
      candidates,
      consideredCount,
      isReturning,
      passedOver: [],
      reasons,
      steppedDown,
      features: stateOf(best.agents[order[0]!]!, moment),
    }
  }

  return {
    mayTake,
    /** What a model would see of this agent now. */
    stateOf,
    /** Undefined when nobody may. `only` narrows the choice to one agent. */
    choose(one: Case, policy: PlainPolicy, moment: Moment, only = -1): Decision | undefined {
      if (policy === 'predicted') return choosePredicted(one, moment, only)
      return choosePlain(one, policy, policy, moment, only, [])
    },
    /** What the hook, which knows more, decided. */
    byHook(one: Case, agent: number, moment: Moment): Decision {
      return {
        ...choosePlain(one, 'hook', 'least-busy', moment, agent, [])!,
        rule: 'hook',
        reasons: [],
      }
    },
    /** All who may take it now. */
    all(one: Case): number[] {
      const found: number[] = []
      for (let agent = 0; agent < pool.count; agent += 1) {
        if (mayTake(agent, one)) found.push(agent)
      }
      return found
    },
  }
}

export type Chooser = ReturnType<typeof createChooser>

function isKeptApart({ need }: Case, pool: AgentPool, agent: number): boolean {
  return need.blockedAgentIds.length > 0 && need.blockedAgentIds.includes(pool.idOf(agent))
}
