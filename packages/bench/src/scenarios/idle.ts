import { setTimeout as sleep } from 'node:timers/promises'
import { inTurns, joinVisitor } from '../load/cast.ts'
import { startHeart } from '../load/heart.ts'
import { openInspector } from '../load/inspector.ts'
import type { Peer } from '../load/peer.ts'
import { readProcessCost } from '../load/process-cost.ts'
import { watchProcesses } from '../load/sampler.ts'
import { setStage } from '../load/stage.ts'
import { createHistogram, recordSince, toLatency } from '../report/latency.ts'
import { showProgress } from '../report/progress.ts'
import { describeCost, describeMachine, round } from '../report/report.ts'
import { toLine } from '../report/table.ts'
import type { Scenario } from './scenario.ts'

/** The most that the server takes by default. */
const CONNECTIONS = 18_000

/** Visitors who come at a time. */
const AT_ONCE = 64

/** Very many who are there and say nothing: what each costs. */
export const idle: Scenario = {
  about: 'many connections (--connections N) held for some time: memory of each, heartbeats',
  defaults: { rate: 1, seconds: 60, warmUpSeconds: 1, visitors: 1, agents: 1 },
  async run(load, { connections = CONNECTIONS, profileFolder }) {
    await using stage = await setStage({ agents: 1, profileFolder, isInspected: true })
    const { server, staff, diskSync } = stage
    const { url } = server
    using inspector = await openInspector(server.output)
    const rssMb = () => readProcessCost(server.pid).rssMb
    const before = { ...(await inspector.collect()), rssMb: rssMb() }

    const peers: Peer[] = []
    let closed = 0
    const welcomes = createHistogram()
    using held = new DisposableStack()
    held.defer(() => {
      for (const peer of peers) peer.close()
    })
    using progress = new DisposableStack()
    progress.defer(showProgress(() => `${peers.length - closed} of ${connections} connections`))
    const join = async () => {
      const from = performance.now()
      const { channelId } = staff
      const { peer } = await joinVisitor({ url, channelId })
      recordSince(welcomes, from)
      peer.onClose = () => {
        closed += 1
      }
      peers.push(peer)
    }
    const watchJoining = watchProcesses(server.pid, [process.pid])
    held.defer(() => watchJoining.stop())
    await inTurns(connections, AT_ONCE, join)
    const joining = watchJoining.stop()
    const heartbeatMs = peers[0]?.welcome.heartbeatMs ?? 0
    held.use(startHeart(heartbeatMs, () => peers))
    const joined = { ...(await inspector.collect()), rssMb: rssMb() }

    const watch = watchProcesses(server.pid, [process.pid])
    held.defer(() => watch.stop())
    const generator = process.cpuUsage()
    await sleep(load.seconds * 1_000)
    const { user, system } = process.cpuUsage(generator)
    const { seconds, server: used, busyS } = watch.stop()
    const after = { ...(await inspector.collect()), rssMb: rssMb() }
    progress.dispose()

    const kbEach = (read: (at: typeof before) => number, at: typeof before) =>
      round(((read(at) - read(before)) * 1_000) / connections, 2)
    const rssKb = kbEach((at) => at.rssMb, after)
    const heapKb = kbEach((at) => at.heapUsedMb, after)
    const generatorCpuS = (user + system) / 1e6
    const latency = toLatency(welcomes)
    const share = round((used.cpuS / seconds) * 100, 1)
    return {
      rows: [
        ['connections', `${connections} held for ${load.seconds} s, ${closed} of them lost`],
        ['each', `${rssKb} KB of RSS, ${heapKb} KB of heap, collected`],
        [
          'RSS',
          `${round(before.rssMb, 1)} MB, then ${round(joined.rssMb, 1)}, after ${round(after.rssMb, 1)}`,
        ],
        ['connect to welcome', toLine(latency)],
        ['coming', `${Math.round(connections / joining.seconds)} a second`],
        ['heartbeats', `every ${heartbeatMs / 1_000} s; the server used ${share} % of a processor`],
      ],
      report: {
        scenario: 'idle',
        offered_per_s: 0,
        carried_per_s: 0,
        latency_ms: latency,
        lost: closed,
        doubled: 0,
        out_of_order: 0,
        ...describeCost({
          seconds,
          server: used,
          generatorCpuS,
          otherCpuS: Math.max(0, busyS - used.cpuS - generatorCpuS),
        }),
        machine: describeMachine(diskSync),
        settings: stage.settings,
        connections,
        rss_kb_each: rssKb,
        heap_kb_each: heapKb,
        rss_mb_before: round(before.rssMb, 1),
        rss_mb_joined: round(joined.rssMb, 1),
        rss_mb_after: round(after.rssMb, 1),
        joined_per_s: Math.round(connections / joining.seconds),
        heartbeat_ms: heartbeatMs,
      },
    }
  },
}
