import { showProgress } from '../report/progress.ts'
import type { Point } from '../report/series.ts'
import { toSeries } from '../report/series.ts'
import type { CastOptions } from './cast.ts'
import { type Crew, gatherCrew, type OfferHooks, type SendMessage } from './crew.ts'
import type { Measured } from './open-loop.ts'
import { type Merged, mergeOutcomes, type Outcome, type Plan } from './outcome.ts'
import { gatherRemoteCrew } from './remote-crew.ts'
import { watchProcesses } from './sampler.ts'

/** What came of an offer, and what it cost. */
export interface Offered extends Merged {
  measured: Measured
  /** What happened, window after window. */
  series: Point[]
}

/** Those who send and receive, in this process or in several. */
export interface Crews extends AsyncDisposable {
  /** Offers messages as planned, and measures what that costs. */
  offer(plan: Plan): Promise<Offered>
  /** Those of this process; undefined when they are in others. */
  here?: Crew
}

export interface CrewsOptions extends CastOptions {
  /** Processes that share visitors and agents; with one, it is this one. */
  generators: number
  serverPid: number
  send?: SendMessage
}

/** Gathers everybody; each process has visitors and their agents. */
export async function gatherCrews(options: CrewsOptions): Promise<Crews> {
  if (options.generators === 1) return gatherHere(options)
  const { generators, url, channelId, emails, visitors, serverPid } = options
  await using opened = new AsyncDisposableStack()
  const shares = Array.from({ length: generators }, (_, share) => ({
    url,
    channelId,
    emails: emails.filter((_, index) => index % generators === share),
    visitors: Math.floor((visitors + share) / generators),
  }))
  const crews: Awaited<ReturnType<typeof gatherRemoteCrew>>[] = []
  for (const share of shares) crews.push(opened.use(await gatherRemoteCrew(share)))
  const closing = opened.move()
  return {
    offer: (plan) =>
      measure({
        serverPid,
        generatorPids: crews.map(({ pid }) => pid),
        progress: () => `${generators} generators`,
        offer: (hooks) =>
          Promise.all(crews.map((crew) => crew.offer(divide(plan, generators), hooks))),
      }),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

async function gatherHere(options: CrewsOptions): Promise<Crews> {
  const crew = await gatherCrew(options, options.send)
  return {
    here: crew,
    offer: (plan) =>
      measure({
        serverPid: options.serverPid,
        generatorPids: [process.pid],
        progress: () => `${crew.sent} sent, ${crew.ledger.unsettled} acks and receipts to come`,
        offer: async (hooks) => [await crew.offer(plan, hooks)],
      }),
    async [Symbol.asyncDispose]() {
      crew[Symbol.dispose]()
    },
  }
}

const divide = (plan: Plan, by: number): Plan =>
  'visitors' in plan
    ? { ...plan, visitors: Math.ceil(plan.visitors / by) }
    : plan.map(({ rate, seconds }) => ({ rate: rate / by, seconds }))

interface Measuring {
  serverPid: number
  generatorPids: readonly number[]
  progress: () => string
  offer: (hooks: OfferHooks) => Promise<Outcome[]>
}

/** Measures from when the first is warm until the last has sent everything. */
async function measure(measuring: Measuring): Promise<Offered> {
  const { serverPid, generatorPids } = measuring
  let watch: ReturnType<typeof watchProcesses> | undefined
  let used: ReturnType<NonNullable<typeof watch>['stop']> | undefined
  let atWork = generatorPids.length
  const stopProgress = showProgress(measuring.progress)
  try {
    const outcomes = await measuring.offer({
      measuring() {
        watch ??= watchProcesses(serverPid, generatorPids)
      },
      measured() {
        atWork -= 1
        if (atWork === 0) used = watch?.stop()
      },
    })
    if (watch === undefined || used === undefined) throw new Error('nothing was measured')
    const merged = mergeOutcomes(outcomes)
    const { seconds, server, busyS } = used
    return {
      ...merged,
      measured: {
        seconds,
        server,
        generatorCpuS: merged.cpuS,
        otherCpuS: Math.max(0, busyS - server.cpuS - merged.cpuS),
      },
      series: toSeries(merged.windows, watch.samples),
    }
  } finally {
    stopProgress()
    watch?.stop()
  }
}
