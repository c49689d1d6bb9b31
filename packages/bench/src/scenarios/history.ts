import { hireStaff } from '../../../server/tests/_harness/staff.ts'
import { temporaryFolder } from '../../../server/tests/_harness/temporary-folder.ts'
import { gatherCrews } from '../load/crews.ts'
import { fillLog, openStorageOf } from '../load/fill.ts'
import { tidyUpOnInterrupt } from '../load/interrupt.ts'
import { setStage } from '../load/stage.ts'
import { measureStorage, type StorageCost } from '../load/storage-loop.ts'
import { reportOffered } from '../report/offered.ts'
import { showProgress } from '../report/progress.ts'
import { type Report, round } from '../report/report.ts'
import { toLine } from '../report/table.ts'
import type { Load, Result, RunOptions, Scenario } from './scenario.ts'

const STORED = [1_000, 1_000_000]
const CONVERSATIONS = [1_000, 1_000_000]

/** Messages of a conversation that is over. */
const MESSAGES_EACH = 20

/** One run of the whole server on top of so many stored messages. */
interface Run {
  title: string
  stored: number
  report: Report
  serverUs: number
}

/** What a message costs when much stands before it. */
export const history: Scenario = {
  about: 'cost of a message with --stored N,N… messages before it, and --conversations N,N… open',
  defaults: { rate: 2_000, seconds: 10, warmUpSeconds: 3, visitors: 400, agents: 10 },
  async run(load, options) {
    const runs: Run[] = []
    for (const stored of options.stored ?? STORED)
      runs.push(await runOnTopOf(stored, load, options))
    const costs: [number, StorageCost][] = []
    for (const count of options.conversations ?? CONVERSATIONS) {
      costs.push([count, await measureOpen(count, load.seconds)])
    }
    return toResult(runs, costs)
  },
}

async function runOnTopOf(stored: number, load: Load, options: RunOptions): Promise<Run> {
  let filledPerS = 0
  await using stage = await setStage({
    ...load,
    profileFolder: options.profileFolder,
    async fill(folder) {
      let done = 0
      const stop = showProgress(() => `${done} of ${stored} messages stored`)
      await using storage = await openStorageOf(folder, stored)
      const { perSecond } = await fillLog(storage, {
        conversations: Math.ceil(stored / MESSAGES_EACH),
        messages: stored,
        state: { status: 'resolved' },
        progress(count) {
          done = count
        },
      })
      filledPerS = perSecond
      stop()
    },
  })
  const { server, staff } = stage
  const { rate, seconds, visitors } = load
  const { generators } = options
  const crew = { url: server.url, serverPid: server.pid, ...staff, visitors, generators }
  await using crews = await gatherCrews(crew)
  const offered = await crews.offer([
    { rate, seconds: load.warmUpSeconds },
    { rate, seconds },
  ])
  const told = { scenario: 'history', stage, offeredPerS: rate, load, generators }
  const { report } = reportOffered(offered, told)
  const serverUs = round((offered.measured.server.cpuS / Math.max(1, offered.carried)) * 1e6, 1)
  return {
    title: `${stored} messages stored before`,
    stored,
    serverUs,
    report: { ...report, stored, filled_per_s: filledPerS, server_us: serverUs },
  }
}

async function measureOpen(conversations: number, seconds: number): Promise<StorageCost> {
  await using opened = new AsyncDisposableStack()
  opened.use(tidyUpOnInterrupt(() => opened.disposeAsync()))
  const folder = opened.use(await temporaryFolder())
  await hireStaff(folder.path, 1)
  let done = 0
  const stop = showProgress(() => `${done} of ${conversations} conversations open`)
  const fill = {
    conversations,
    messages: conversations,
    state: { status: 'open', agentId: 'filled' },
    progress(count: number) {
      done = count
    },
  } as const
  const cost = await measureStorage(folder.path, fill, seconds)
  stop()
  return cost
}

function toResult(runs: readonly Run[], costs: readonly [number, StorageCost][]): Result {
  const [least, last] = [runs[0] as Run, runs.at(-1) as Run]
  const storage = costs.map(([conversations, cost]) => ({
    conversations,
    appended: cost.appended,
    per_s: cost.perSecond,
    cpu_us: round(cost.cpuUs, 1),
    filled_per_s: cost.filledPerS,
  }))
  const fewest = storage[0]
  const times = (value: number, than: number | undefined) =>
    than === undefined || than === 0 ? '' : ` (${round(value / than, 2)} ×)`
  const sum = (field: 'lost' | 'doubled' | 'out_of_order') =>
    runs.reduce((total, { report }) => total + report[field], 0)
  return {
    rows: [
      ...runs.map(({ title, serverUs, report }): [string, string] => [
        title,
        `${serverUs} µs a message${times(serverUs, least.serverUs)}, ${toLine(report.latency_ms)}`,
      ]),
      ...storage.map((each): [string, string] => [
        `${each.conversations} open`,
        `storage alone: ${each.per_s} a second${times(each.per_s, fewest?.per_s)}, ${each.cpu_us} µs${times(each.cpu_us, fewest?.cpu_us)}`,
      ]),
      ['the figures below', `with ${last.stored} messages stored before`],
    ],
    report: {
      ...last.report,
      lost: sum('lost'),
      doubled: sum('doubled'),
      out_of_order: sum('out_of_order'),
      series: undefined,
      runs: runs.map(({ title, report }) => ({ title, ...report })),
      open_conversations: storage,
    },
  }
}
