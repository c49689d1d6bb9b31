import type { StudyChange, StudyResult, StudyRow } from '@parley/protocol/rest/routing-studies'
import type { Table } from '../prediction/index.ts'
import type { RoutingSettings } from '../settings.ts'
import { groundOfExample, groundOfHistory } from './grounds.ts'
import type { History } from './history.ts'
import { type Rules, type RunResult, simulate } from './run.ts'
import { asItWas, type Staffing } from './staffing.ts'
import { createHours, fidelityOf, toRow } from './study-rows.ts'

/** The settings that a simulation goes by; plain data. */
export type PlainSettings = Pick<
  RoutingSettings,
  | 'policy'
  | 'handleWeight'
  | 'fairness'
  | 'occupancyMs'
  | 'windowSize'
  | 'passedOverMax'
  | 'headStartMs'
>

/** What is asked. Plain data: it passes between threads. */
export interface WhatIf {
  /** Undefined: the assumed deployment. */
  history: History | undefined
  days: number
  today: PlainSettings
  changes: readonly StudyChange[]
  withAllPolicies: boolean
  /** 0 sets none. */
  slaFirstReplyMs: number
  /** IANA name, for the hours of the day. */
  timeZone: string
}

interface Variant {
  name: string
  kind: StudyRow['kind']
  rules: Rules
  staffing: Staffing
}

/**
 * What a change of policy or staffing would do: today's rules and each change on the same days,
 * paired by day. Synchronous; a server calls it in a thread.
 *
 * @throws {TooLittleHistory}
 */
export function whatIf(asked: WhatIf, onProgress: (share: number) => void = () => {}): StudyResult {
  const ground =
    asked.history === undefined ? groundOfExample(asked.days) : groundOfHistory(asked.history)
  const { known, from, to, measured } = ground
  const variants = variantsOf(asked, known, asked.history === undefined)
  const results = variants.map(({ rules, staffing }, index) => {
    onProgress(index / variants.length)
    const world = ground.world(staffing)
    return { result: simulate(world, rules), agents: world.agents.length }
  })
  const today = results[0] as { result: RunResult; agents: number }
  const hourOf = createHours(asked.timeZone)
  return {
    from,
    to,
    days: Math.max(1, Math.round((to - from) / 86_400_000)),
    conversations: today.result.waits.length,
    agents: ground.agentsMeasured,
    topics: ground.topics,
    spread: ground.spread,
    fidelity: measured === undefined ? null : fidelityOf(measured.waits, today.result.waits),
    rows: results.map(({ result, agents }, index) => {
      const { name, kind } = variants[index] as Variant
      return { name, kind, agents, ...toRow(result, today.result, asked.slaFirstReplyMs, hourOf) }
    }),
  }
}

const PLAIN = ['round-robin', 'least-busy', 'longest-idle', 'recent', 'predicted'] as const

function variantsOf(
  { today, changes, withAllPolicies }: WhatIf,
  table: Table,
  hasOracle: boolean,
): Variant[] {
  const variants: Variant[] = [
    { name: 'today', kind: 'today', rules: { settings: today, table }, staffing: asItWas },
  ]
  for (const change of changes) {
    const { name, moreAgents = 0, moreCapacity = 0, arrivals = 1, ...settings } = change
    variants.push({
      name,
      kind: 'change',
      rules: { settings: { ...today, ...settings }, table },
      staffing: { moreAgents, moreCapacity, arrivals },
    })
  }
  if (!withAllPolicies) return variants
  for (const policy of PLAIN) {
    const rules = { settings: { ...today, policy }, table }
    variants.push({ name: policy, kind: 'policy', rules, staffing: asItWas })
  }
  if (hasOracle) {
    const rules = { settings: { ...today, policy: 'predicted' as const }, table, isOracle: true }
    variants.push({ name: 'oracle', kind: 'oracle', rules, staffing: asItWas })
  }
  return variants
}
