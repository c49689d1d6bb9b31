import { setTimeout as sleep } from 'node:timers/promises'
import { joinAgent } from '../load/cast.ts'
import { gatherCrew } from '../load/crew.ts'
import { fillLog, openStorageOf } from '../load/fill.ts'
import { checkLog, type LogCheck } from '../load/log-check.ts'
import { mergeOutcomes, type Outcome } from '../load/outcome.ts'
import { readProcessCost } from '../load/process-cost.ts'
import { type Stage, setStage } from '../load/stage.ts'
import { median } from '../report/comparison.ts'
import { toLatency } from '../report/latency.ts'
import { showProgress } from '../report/progress.ts'
import { describeCost, describeMachine } from '../report/report.ts'
import type { Load, Scenario } from './scenario.ts'

const STORED = 1_000_000

/** Messages of a filled conversation. */
const MESSAGES_EACH = 20

/** How long a server serves until it says so, with much stored, after a stop and after a kill. */
export const start: Scenario = {
  about: 'time until ready with a million messages (--stored N), after a stop and after a kill',
  defaults: { rate: 8_000, seconds: 3, warmUpSeconds: 1, visitors: 500, agents: 10 },
  async run(load, { rounds, stored, profileFolder }) {
    const [messages = STORED] = stored ?? []
    let filledPerS = 0
    await using stage = await setStage({
      ...load,
      profileFolder,
      async fill(folder) {
        let done = 0
        const stop = showProgress(() => `${done} of ${messages} messages stored`)
        await using storage = await openStorageOf(folder, messages)
        const conversations = Math.ceil(messages / MESSAGES_EACH)
        const progress = (count: number) => {
          done = count
        }
        const fill = { conversations, messages, state: { status: 'resolved' }, progress } as const
        filledPerS = (await fillLog(storage, fill)).perSecond
        stop()
      },
    })
    const { server } = stage
    const afterStopMs: number[] = []
    const afterKillMs: number[] = []
    const outcomes: Outcome[] = []
    const checks: LogCheck[] = []
    for (let round = 0; round < rounds; round += 1) {
      await server.stop()
      afterStopMs.push(await timeOf(() => server.start()))
      const killed = await killUnderLoad(load, stage)
      afterKillMs.push(killed.readyMs)
      outcomes.push(killed.outcome)
      checks.push(killed.check)
    }
    const merged = mergeOutcomes(outcomes)
    const sum = (read: (check: LogCheck) => number) =>
      checks.reduce((total, check) => total + read(check), 0)
    const toRow = (times: readonly number[]) =>
      `${Math.round(median(times))} ms in the median of ${times.map(Math.round).join(', ')}`
    return {
      rows: [
        ['stored before', `${messages} messages, filled at ${filledPerS} a second`],
        ['ready after a stop', toRow(afterStopMs)],
        ['ready after a kill', `${toRow(afterKillMs)}, at ${load.rate} messages/s`],
        ['in the log', `${sum(({ lost }) => lost)} of the acked messages are missing`],
        [
          'the figures below',
          'of the load until the kill; its answers that were still to come never came',
        ],
      ],
      report: {
        scenario: 'start',
        offered_per_s: load.rate,
        carried_per_s: Math.round(merged.carried / (load.seconds * rounds)),
        latency_ms: toLatency(merged.receipts),
        // What a killed server still owed is not lost; what it had acked would be.
        lost: sum((check) => check.lost),
        doubled: merged.tally.doubled + sum((check) => check.doubled),
        out_of_order: merged.tally.outOfOrder + sum((check) => check.outOfOrder),
        ...describeCost({
          seconds: load.seconds * rounds,
          server: readProcessCost(server.pid),
          generatorCpuS: merged.cpuS,
          otherCpuS: 0,
        }),
        machine: describeMachine(stage.diskSync),
        settings: stage.settings,
        stored: messages,
        filled_per_s: filledPerS,
        ready_after_stop_ms: afterStopMs.map(Math.round),
        ready_after_kill_ms: afterKillMs.map(Math.round),
      },
    }
  },
}

async function killUnderLoad(load: Load, { server, staff }: Stage) {
  const { url } = server
  const { rate, seconds, visitors } = load
  using crew = await gatherCrew({ url, ...staff, visitors })
  const warmUp = { rate, seconds: load.warmUpSeconds }
  const offering = crew.offer([warmUp, { rate, seconds }], { measuring() {}, measured() {} })
  await sleep((load.warmUpSeconds + seconds * 0.75) * 1_000)
  await server.kill()
  const readyMs = await timeOf(() => server.start())
  const outcome = await offering
  const { peer } = await joinAgent(url, crew.cast.agents[0]?.cookie ?? '')
  const check = await checkLog(crew.ledger, crew.cast.visitors, peer)
  peer.close()
  return { readyMs, outcome, check }
}

async function timeOf(act: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await act()
  return performance.now() - from
}
