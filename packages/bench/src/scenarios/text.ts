import { gatherCrews } from '../load/crews.ts'
import { setStage } from '../load/stage.ts'
import { reportOffered } from '../report/offered.ts'
import type { Scenario } from './scenario.ts'

/** Visitors write, agents receive; every message is durable before its ack. */
export const text: Scenario = {
  about: 'visitors write to agents; each message is on disk before it is acked',
  defaults: { rate: 2_000, seconds: 20, warmUpSeconds: 5, visitors: 400, agents: 10 },
  async run(load, { generators, profileFolder }) {
    await using stage = await setStage({ ...load, profileFolder })
    const { server, staff } = stage
    const { rate, seconds, visitors } = load
    const crew = { url: server.url, serverPid: server.pid, ...staff, visitors, generators }
    await using crews = await gatherCrews(crew)
    const warmUp = { rate, seconds: load.warmUpSeconds }
    const offered = await crews.offer([warmUp, { rate, seconds }])
    return reportOffered(offered, { scenario: 'text', stage, offeredPerS: rate, load, generators })
  },
}
