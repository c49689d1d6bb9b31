import { setTimeout as sleep } from 'node:timers/promises'
import { inTurns, joinVisitor } from '../load/cast.ts'
import { gatherCrew } from '../load/crew.ts'
import { startHeart } from '../load/heart.ts'
import { checkLog, type LogCheck } from '../load/log-check.ts'
import { mergeOutcomes, type Outcome } from '../load/outcome.ts'
import { readProcessCost } from '../load/process-cost.ts'
import { type Bystander, keepRejoining } from '../load/rejoin.ts'
import { freeServerPort } from '../load/server-port.ts'
import { type Stage, setStage } from '../load/stage.ts'
import { toLatency } from '../report/latency.ts'
import { showProgress } from '../report/progress.ts'
import { describeCost, describeMachine, round } from '../report/report.ts'
import type { Load, Result, Scenario } from './scenario.ts'

const CONNECTIONS = 18_000

/** Visitors who come at a time. */
const AT_ONCE = 64

const ways = ['SIGTERM', 'SIGKILL'] as const

/** One restart of the server, in seconds from its signal. */
interface Restart {
  by: (typeof ways)[number]
  gone_s: number
  ready_s: number
  all_back_s: number
  /** From when the server serves again until everybody is welcomed. */
  back_after_ready_s: number
}

/** Everybody is lost at once, twice, and comes back; nothing that was acked is missing. */
export const reconnect: Scenario = {
  about: 'all connections (--connections N) lost at once by a stop, then by a kill, and back again',
  defaults: { rate: 200, seconds: 10, warmUpSeconds: 1, visitors: 200, agents: 4 },
  async run(load, { connections = CONNECTIONS, profileFolder }) {
    await using stage = await setStage({
      ...load,
      profileFolder,
      settings: { PARLEY_PORT: String(await freeServerPort()) },
    })
    return await loseAndReturn(load, connections, stage)
  },
}

async function loseAndReturn(load: Load, connections: number, stage: Stage): Promise<Result> {
  const { server, staff } = stage
  const { url } = server
  using crew = await gatherCrew({ url, ...staff, visitors: load.visitors })
  const bystanders: Bystander[] = []
  using leaving = new DisposableStack()
  leaving.defer(() => {
    for (const { peer } of bystanders) peer.close()
  })
  const others = Math.max(0, connections - load.visitors - load.agents)
  await inTurns(others, AT_ONCE, async () => {
    bystanders.push(await joinVisitor({ url, ...staff }))
  })
  leaving.use(
    startHeart(crew.cast.agents[0]?.peer.welcome.heartbeatMs ?? 1_000, function* () {
      for (const { peer } of bystanders) yield peer
    }),
  )
  using rejoining = keepRejoining({ url, channelId: staff.channelId, crew, bystanders })
  leaving.defer(showProgress(() => `${crew.sent} sent, ${rejoining.losses} connections lost`))

  const { rate, seconds } = load
  const outcomes: Outcome[] = []
  const restarts: Restart[] = []
  for (const by of ways) {
    const warmUp = { rate, seconds: load.warmUpSeconds }
    const offering = crew.offer([warmUp, { rate, seconds }], {
      measuring() {},
      measured() {},
      isAwaited: () => rejoining.isAnyAway,
    })
    await sleep((load.warmUpSeconds + seconds / 4) * 1_000)
    restarts.push(await restart(stage, by, () => rejoining.allBack()))
    outcomes.push(await offering)
  }
  const check = await checkLog(
    crew.ledger,
    crew.cast.visitors,
    (crew.cast.agents[0] as (typeof crew.cast.agents)[number]).peer,
  )
  return toResult({ load, connections, stage, outcomes, restarts, check, losses: rejoining.losses })
}

async function restart(
  { server }: Stage,
  by: Restart['by'],
  allBack: () => Promise<void>,
): Promise<Restart> {
  const from = performance.now()
  const elapsed = () => (performance.now() - from) / 1_000
  await (by === 'SIGTERM' ? server.stop() : server.kill())
  const gone = elapsed()
  await server.start()
  const ready = elapsed()
  await allBack()
  const back = elapsed()
  return {
    by,
    gone_s: round(gone, 2),
    ready_s: round(ready, 2),
    all_back_s: round(back, 2),
    back_after_ready_s: round(back - ready, 2),
  }
}

interface Told {
  load: Load
  connections: number
  stage: Stage
  outcomes: Outcome[]
  restarts: Restart[]
  check: LogCheck
  losses: number
}

function toResult({ load, connections, stage, outcomes, restarts, check, losses }: Told): Result {
  const merged = mergeOutcomes(outcomes)
  const tally = outcomes.at(-1)?.tally ?? merged.tally
  const seconds = load.seconds * outcomes.length
  return {
    rows: [
      ...restarts.map((each): [string, string] => [
        each.by,
        `gone after ${each.gone_s} s, ready after ${each.ready_s}, all ${connections} back after ${each.all_back_s}`,
      ]),
      [
        'in the log',
        `${check.stored} messages of ${tally.sent}: ${check.lost} acked ones lost, ${check.doubled} doubled, ${check.outOfOrder} out of order`,
      ],
      ['refused clearly', String(tally.refused)],
      ['the figures below', 'of the server since its last start; latency includes the time away'],
    ],
    report: {
      scenario: 'reconnect',
      offered_per_s: load.rate,
      carried_per_s: Math.round(merged.carried / seconds),
      latency_ms: toLatency(merged.receipts),
      lost: tally.lost + check.lost,
      doubled: tally.doubled + check.doubled,
      out_of_order: tally.outOfOrder + check.outOfOrder,
      ...describeCost({
        seconds,
        server: readProcessCost(stage.server.pid),
        generatorCpuS: merged.cpuS,
        otherCpuS: 0,
      }),
      machine: describeMachine(stage.diskSync),
      settings: stage.settings,
      visitors: load.visitors,
      agents: load.agents,
      connections,
      connections_lost: losses,
      sent: tally.sent,
      restarts,
      log: check,
    },
  }
}
