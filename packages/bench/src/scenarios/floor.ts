import { temporaryFolder } from '../../../server/tests/_harness/temporary-folder.ts'
import { createDriver } from '../../peers/drive.ts'
import { floor as kind } from '../../peers/floor/peer.ts'
import { probeDiskSync } from '../load/disk-sync.ts'
import { tidyUpOnInterrupt } from '../load/interrupt.ts'
import { createHistogram, toLatency } from '../report/latency.ts'
import { describeCost, describeMachine } from '../report/report.ts'
import { toLine } from '../report/table.ts'
import type { Scenario } from './scenario.ts'

/** The load of `text` on the floor: what the same reads, writes and syncs cost at the least. */
export const floor: Scenario = {
  about: 'the load of text on a plain relay with a synced log: what the kernel alone costs',
  defaults: { rate: 2_000, seconds: 20, warmUpSeconds: 5, visitors: 400, agents: 10 },
  async run(load) {
    await using opened = new AsyncDisposableStack()
    opened.use(tidyUpOnInterrupt(() => opened.disposeAsync()))
    const folder = opened.use(await temporaryFolder())
    const syncs = createHistogram()
    probeDiskSync(folder.path, syncs)
    const peer = opened.use(await kind.start({ ...load, folder: folder.path }))
    const driven = await createDriver(peer, { ...load, label: 'floor' })(load)
    return {
      rows: [['send to ack', toLine(driven.ackMs)]],
      report: {
        scenario: 'floor',
        offered_per_s: load.rate,
        carried_per_s: driven.carried,
        latency_ms: driven.receiptMs,
        lost: driven.tally.lost,
        doubled: driven.tally.doubled,
        out_of_order: driven.tally.outOfOrder,
        ...describeCost(driven.measured),
        machine: describeMachine(toLatency(syncs)),
        visitors: load.visitors,
        agents: load.agents,
        sent: driven.tally.sent,
        ack_ms: driven.ackMs,
      },
    }
  },
}
