import { gatherCrews } from '../load/crews.ts'
import { setStage } from '../load/stage.ts'
import { reportOffered } from '../report/offered.ts'
import { secondsUntilNormal } from '../report/recovery.ts'
import type { Scenario } from './scenario.ts'

/** The burst is so many times the mean. */
const FACTOR = 10

/** A measured second is shared out: to the mean before the burst, to the burst, to the mean again. */
const BEFORE_SHARE = 0.25
const BURST_SHARE = 0.25

/** Ten times the mean all at once: what is acked stands, and soon all is as before. */
export const burst: Scenario = {
  about: 'the mean rate, ten times as much for a quarter of the time, and the mean again',
  defaults: { rate: 1_200, seconds: 20, warmUpSeconds: 5, visitors: 1_000, agents: 20 },
  async run(load, { generators, profileFolder }) {
    await using stage = await setStage({ ...load, profileFolder })
    const { server, staff } = stage
    const { rate, seconds, visitors } = load
    const crew = { url: server.url, serverPid: server.pid, ...staff, visitors, generators }
    await using crews = await gatherCrews(crew)
    const from = seconds * BEFORE_SHARE
    const until = from + seconds * BURST_SHARE
    const offered = await crews.offer([
      { rate, seconds: load.warmUpSeconds },
      { rate, seconds: from },
      { rate: rate * FACTOR, seconds: until - from },
      { rate, seconds: seconds - until },
    ])
    const offeredPerS = Math.round(rate * (1 + (FACTOR - 1) * BURST_SHARE))
    const told = { scenario: 'burst', stage, offeredPerS, load, generators }
    const { report, rows } = reportOffered(offered, told)
    const normalAfterS = secondsUntilNormal(offered.series, { from, until })
    const { tally } = offered
    return {
      rows: [
        ['mean, burst', `${rate} and ${rate * FACTOR} messages/s, this from ${from} to ${until} s`],
        ['refused clearly', `${tally.refused} of ${tally.sent}`],
        ['normal again', normalAfterS === undefined ? 'not in time' : `after ${normalAfterS} s`],
        ...rows,
      ],
      report: {
        ...report,
        mean_per_s: rate,
        burst_per_s: rate * FACTOR,
        burst_from_s: from,
        burst_until_s: until,
        refused_in_all: tally.refused,
        normal_after_s: normalAfterS ?? null,
      },
    }
  },
}
