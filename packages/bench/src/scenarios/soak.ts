import { gatherCrews, type Offered } from '../load/crews.ts'
import { openInspector } from '../load/inspector.ts'
import { readProcessCost } from '../load/process-cost.ts'
import { setStage } from '../load/stage.ts'
import { reportOffered } from '../report/offered.ts'
import { round } from '../report/report.ts'
import type { Scenario } from './scenario.ts'

/** Messages of the whole run, when nothing else is asked for. */
const MESSAGES = 1_000_000

/**
 * Where memory is looked at, as parts of the run; growth counts from the first one. By then the young
 * generation has reached the size that it may have.
 */
const STOPS = [0.3, 0.5, 0.75, 1]

interface Held {
  messages: number
  heap_used_mb: number
  external_mb: number
  rss_mb: number
}

/** Very many messages, and what memory they leave behind. */
export const soak: Scenario = {
  about: 'a million messages (--stored N: so many); memory after forced collections on the way',
  defaults: { rate: 8_000, seconds: 1, warmUpSeconds: 2, visitors: 1_000, agents: 20 },
  async run(load, { generators, profileFolder, stored }) {
    const [messages = MESSAGES] = stored ?? []
    await using stage = await setStage({ ...load, profileFolder, isInspected: true })
    const { server, staff } = stage
    const { rate, visitors, warmUpSeconds } = load
    using inspector = await openInspector(server.output)
    const crew = { url: server.url, serverPid: server.pid, ...staff, visitors, generators }
    await using crews = await gatherCrews(crew)
    const held: Held[] = []
    const parts: Offered[] = []
    for (const [index, share] of STOPS.entries()) {
      const part = messages * (share - (STOPS[index - 1] ?? 0))
      const warmUp = { rate, seconds: index === 0 ? warmUpSeconds : 0 }
      parts.push(await crews.offer([warmUp, { rate, seconds: part / rate }]))
      const { heapUsedMb, externalMb } = await inspector.collect()
      held.push({
        messages: parts.at(-1)?.tally.sent ?? 0,
        heap_used_mb: round(heapUsedMb, 2),
        external_mb: round(externalMb, 2),
        rss_mb: round(readProcessCost(server.pid).rssMb, 1),
      })
    }
    const told = { scenario: 'soak', stage, offeredPerS: rate, load, generators }
    const { report, rows } = reportOffered(joinParts(parts), told)
    const [first, last] = [held[0] as Held, held.at(-1) as Held]
    const heapGrowthMb = round(last.heap_used_mb - first.heap_used_mb, 2)
    const rssGrowthMb = round(last.rss_mb - first.rss_mb, 1)
    return {
      rows: [
        ...held.map((one): [string, string] => [
          `after ${one.messages}`,
          `heap ${one.heap_used_mb} MB, external ${one.external_mb} MB, RSS ${one.rss_mb} MB, collected`,
        ]),
        ['heap grew', `${heapGrowthMb} MB from ${first.messages} messages on`],
        ['RSS grew', `${rssGrowthMb} MB`],
        ...rows,
      ],
      report: { ...report, held, heap_growth_mb: heapGrowthMb, rss_growth_mb: rssGrowthMb },
    }
  },
}

/** The parts of a run as one. */
function joinParts(parts: readonly Offered[]): Offered {
  const [first, ...others] = parts as [Offered, ...Offered[]]
  const joined = structuredClone({ ...first, receipts: undefined, acks: undefined })
  for (const part of others) {
    const from = joined.measured.seconds
    first.receipts.add(part.receipts)
    first.acks.add(part.acks)
    joined.carried += part.carried
    joined.behind += part.behind
    joined.series.push(...part.series.map((point) => ({ ...point, at_s: from + point.at_s })))
    const { measured } = joined
    measured.seconds += part.measured.seconds
    measured.server.cpuS += part.measured.server.cpuS
    measured.server.rssMb = part.measured.server.rssMb
    measured.server.writtenMb += part.measured.server.writtenMb
    measured.generatorCpuS += part.measured.generatorCpuS
    measured.otherCpuS += part.measured.otherCpuS
    for (const [reason, count] of Object.entries(part.refused)) {
      joined.refused[reason] = (joined.refused[reason] ?? 0) + count
    }
    joined.tally = part.tally
  }
  return { ...joined, receipts: first.receipts, acks: first.acks }
}
