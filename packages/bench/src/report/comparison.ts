/** What one peer did at a rate that all are asked for. */
export interface AtRate {
  rate_per_s: number
  p50_ms: number
  p99_ms: number
  /** Processor time a message, in microseconds. */
  server_us: number
  generator_us: number
  rss_mb: number
}

/** What one round of one peer brought, or the medians of its rounds. */
export interface Figures {
  /** The most messages a second that it carried without a loss. */
  most_per_s: number
  /** The rates that it carried; another one is missing. */
  at: AtRate[]
}

/** Parley's figure by the other's. */
export interface Ratios {
  most: number | undefined
  at: { rate_per_s: number; p50: number; p99: number; server: number; rss: number }[]
}

/** The middle value; of an even number, the middle of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = 0, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1)
  return (low + high) / 2
}

/** The median of each figure by itself. A rate counts when most of the rounds carried it. */
export function toMedians(rounds: readonly Figures[]): Figures {
  const all = Map.groupBy(
    rounds.flatMap(({ at }) => at),
    ({ rate_per_s }) => rate_per_s,
  )
  const at = [...all.values()]
    .filter((same) => same.length > rounds.length / 2)
    .map((same) => {
      const names = Object.keys(same[0] as AtRate) as (keyof AtRate)[]
      const medians = names.map((name) => [name, median(same.map((figures) => figures[name]))])
      return Object.fromEntries(medians) as AtRate
    })
  return { most_per_s: median(rounds.map(({ most_per_s }) => most_per_s)), at }
}

/** Compares at the rates that both carried. */
export function toRatios(own: Figures, other: Figures): Ratios {
  return {
    most: other.most_per_s === 0 ? undefined : own.most_per_s / other.most_per_s,
    at: own.at.flatMap((mine) => {
      const theirs = other.at.find(({ rate_per_s }) => rate_per_s === mine.rate_per_s)
      if (theirs === undefined) return []
      return {
        rate_per_s: mine.rate_per_s,
        p50: mine.p50_ms / theirs.p50_ms,
        p99: mine.p99_ms / theirs.p99_ms,
        server: mine.server_us / theirs.server_us,
        rss: mine.rss_mb / theirs.rss_mb,
      }
    }),
  }
}
