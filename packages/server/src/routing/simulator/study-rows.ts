import type { StudyResult, StudyRow } from '@parley/protocol/rest/routing-studies'
import { survivalAt } from '../prediction/index.ts'
import type { RunResult, Waited } from './run.ts'
import { halfWidthOf, mean } from './statistics.ts'

const DAY_MS = 86_400_000
/** One variant's figures. `slaFirstReplyMs` 0 sets none. */
export function toRow(
  { waits, occupancy, passedOverMax }: RunResult,
  today: RunResult,
  slaFirstReplyMs: number,
  hourOf: (at: number) => number,
): Omit<StudyRow, 'name' | 'kind' | 'agents'> {
  const sorted = Float64Array.from(waits, ({ waitMs }) => waitMs).sort()
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0
  const share = (of: (wait: Waited) => boolean) => mean(waits.map((wait) => Number(of(wait))))
  const held = (of: 'p50Ms' | 'p90Ms') =>
    1 -
    survivalAt(
      waits.map((wait) => ({ ratio: wait.waitMs / wait[of], isCensored: wait.isAbandoned })),
      1,
    )
  const hours = Array.from({ length: 24 }, (): number[] => [])
  for (const wait of waits) hours[hourOf(wait.at)]?.push(wait.waitMs)
  const used = occupancy.filter((share) => share > 0)
  return {
    conversations: waits.length,
    meanWaitMs: mean(waits.map(({ waitMs }) => waitMs)),
    p50WaitMs: at(0.5),
    p90WaitMs: at(0.9),
    p99WaitMs: at(0.99),
    abandoned: share(({ isAbandoned }) => isAbandoned),
    within60s: share(({ isAbandoned, waitMs }) => !isAbandoned && waitMs <= 60_000),
    withinSla:
      slaFirstReplyMs > 0
        ? share(({ isAbandoned, waitMs }) => !isAbandoned && waitMs <= slaFirstReplyMs)
        : null,
    occupancySpread: used.length === 0 ? 0 : 100 * (Math.max(...used) - Math.min(...used)),
    p50Held: held('p50Ms'),
    p90Held: held('p90Ms'),
    passedOverMax,
    againstToday: against(waits, today.waits),
    waitByHourMs: hours.map((own) => (own.length === 0 ? null : mean(own))),
    waitQuantilesMs: Array.from({ length: 21 }, (_, step) => at(step / 20)),
  }
}

/** Paired by day: what a day brought, it brought to both. */
function against(waits: readonly Waited[], others: readonly Waited[]): StudyRow['againstToday'] {
  const byDay = (of: readonly Waited[]) => {
    const days = new Map<number, number[]>()
    for (const { at, waitMs } of of) {
      const day = Math.floor(at / DAY_MS)
      const own = days.get(day) ?? []
      own.push(waitMs)
      days.set(day, own)
    }
    return days
  }
  const days = byDay(others)
  const changes = [...byDay(waits)].flatMap(([day, own]) => {
    const base = mean(days.get(day) ?? [])
    return base > 0 ? [100 * (mean(own) / base - 1)] : []
  })
  return {
    percent: mean(changes),
    halfWidth: changes.length < 2 ? null : halfWidthOf(changes),
  }
}

/** How far a replay of today is from what was measured. */
export function fidelityOf(
  measured: readonly { waitMs: number; isAbandoned: boolean }[],
  replayed: readonly Waited[],
): NonNullable<StudyResult['fidelity']> {
  const wait = (of: readonly { waitMs: number }[]) => mean(of.map(({ waitMs }) => waitMs))
  const gaveUp = (of: readonly { isAbandoned: boolean }[]) =>
    mean(of.map(({ isAbandoned }) => Number(isAbandoned)))
  return {
    measuredMeanWaitMs: wait(measured),
    replayedMeanWaitMs: wait(replayed),
    measuredAbandoned: gaveUp(measured),
    replayedAbandoned: gaveUp(replayed),
  }
}

/** The hour that a zone's clocks show; quarters at a time, since asking is slow. */
export function createHours(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' })
  const known = new Map<number, number>()
  return (at) => {
    const slot = Math.floor(at / 900_000)
    let hour = known.get(slot)
    if (hour === undefined) {
      hour = Number(format.format(slot * 900_000))
      known.set(slot, hour)
    }
    return hour
  }
}
