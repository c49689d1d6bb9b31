import { temporaryFolder } from '../../server/tests/_harness/temporary-folder.ts'
import { tidyUpOnInterrupt } from '../src/load/interrupt.ts'
import { findMost } from '../src/load/most.ts'
import type { AtRate, Figures } from '../src/report/comparison.ts'
import { createDriver, type Driven } from './drive.ts'
import type { PeerKind } from './peer.ts'

export interface TurnOptions {
  visitors: number
  agents: number
  seconds: number
  warmUpSeconds: number
  /** Rates at which everybody is measured, in rising order. */
  rates: readonly number[]
  /** The search for the most begins with the first, and does not pass the second. */
  search: { from: number; ceiling: number }
  /** Begins the line that shows how it goes. */
  label: string
}

export interface Turn {
  figures: Figures
  /** What was driven last at one of the rates. */
  last: Driven
}

/** A rate is carried when no more of it is late: more means that a backlog grows. */
const LATE_SHARE = 0.03

/** So many may be on their way when the time is over, however few were due. */
const UNDER_WAY = 10

/** The search is about rates, not about latency: it warms up no longer than this. */
const SEARCH_WARM_UP_SECONDS = 0.5

/**
 * Starts a peer on an empty folder, measures it at the first rate, searches for the most it carries,
 * and measures it at the other rates that are within that.
 */
export async function takeTurn(kind: PeerKind, options: TurnOptions): Promise<Turn> {
  await using opened = new AsyncDisposableStack()
  opened.use(tidyUpOnInterrupt(() => opened.disposeAsync()))
  const folder = opened.use(await temporaryFolder())
  const peer = opened.use(await kind.start({ ...options, folder: folder.path }))
  const driver = createDriver(peer, options)
  const drive = (rate: number, warmUpSeconds: number) =>
    driver({ rate, seconds: options.seconds, warmUpSeconds })
  const shortWarmUp = Math.min(options.warmUpSeconds, SEARCH_WARM_UP_SECONDS)
  const [lowest = options.search.from, ...others] = options.rates

  const at: AtRate[] = []
  let last = await drive(lowest, options.warmUpSeconds)
  if (isCarried(last)) at.push(toFigures(last))
  const most = await findMost(
    async (rate) => isCarried(await drive(rate, shortWarmUp)),
    options.search,
  )
  for (const rate of others.filter((each) => each <= most)) {
    last = await drive(rate, options.warmUpSeconds)
    if (isCarried(last)) at.push(toFigures(last))
  }
  return { figures: { most_per_s: most, at }, last }
}

function isCarried({ offered, carried, tally, measured }: Driven): boolean {
  const wrong = tally.lost + tally.doubled + tally.outOfOrder + tally.refused
  const late = (offered - carried) * measured.seconds
  return wrong === 0 && late <= offered * measured.seconds * LATE_SHARE + UNDER_WAY
}

function toFigures({ offered, carried, receiptMs, measured }: Driven): AtRate {
  const perMessage = (cpuS: number) =>
    Number(((cpuS / (carried * measured.seconds)) * 1e6).toFixed(1))
  return {
    rate_per_s: offered,
    p50_ms: receiptMs.p50,
    p99_ms: receiptMs.p99,
    server_us: perMessage(measured.server.cpuS),
    generator_us: perMessage(measured.generatorCpuS),
    rss_mb: Math.round(measured.server.rssMb),
  }
}
