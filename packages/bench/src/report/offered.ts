import type { Offered } from '../load/crews.ts'
import type { Stage } from '../load/stage.ts'
import { toLatency } from './latency.ts'
import { describeCost, describeMachine, type Report } from './report.ts'
import { toLine } from './table.ts'

/** What a report needs to know beside what came of the offer. */
export interface Told {
  scenario: string
  stage: Stage
  /** Messages a second that were offered, on average. */
  offeredPerS: number
  load: { visitors: number; agents: number }
  generators: number
}

/** The report of an offer, and the rows that its table has beside the usual ones. */
export function reportOffered(offered: Offered, told: Told) {
  const { tally, measured, refused, behind } = offered
  const ackMs = toLatency(offered.acks)
  const rows: [string, string][] = [['send to ack', toLine(ackMs)]]
  if (behind > 0) rows.push(['agents told to fetch', `${behind} times`])
  for (const [reason, times] of Object.entries(refused))
    rows.push(['refused', `${reason} ${times}`])
  rows.push(...settingsRows(told.stage.settings))
  const report: Report = {
    scenario: told.scenario,
    offered_per_s: told.offeredPerS,
    carried_per_s: Math.round(offered.carried / measured.seconds),
    latency_ms: toLatency(offered.receipts),
    lost: tally.lost,
    doubled: tally.doubled,
    out_of_order: tally.outOfOrder,
    ...describeCost(measured),
    machine: describeMachine(told.stage.diskSync),
    settings: told.stage.settings,
    visitors: told.load.visitors,
    agents: told.load.agents,
    generators: told.generators,
    sent: tally.sent,
    ack_ms: ackMs,
    behind,
    refused,
    series: offered.series,
  }
  return { report, rows }
}

/** What is not the server's default, so that nobody mistakes it. */
function settingsRows(settings: Record<string, string>): [string, string][] {
  return Object.entries(settings).map(([name, value]) => ['setting', `${name}=${value}`])
}
