/** Parallel conversations are told apart up to this many. */
export const LOADS = 8

/** Logarithms of one outcome, in columns; a censored one is at least as large. */
export interface Observations {
  agent: Int32Array
  topic: Int32Array
  load: Uint8Array
  logMs: Float64Array
  isCensored: Uint8Array
  /** How much an observation counts: older ones less. */
  weight: Float64Array
}

/** An outcome as a sum: mean + topic + load + agent + agent × topic, all on the log scale. */
export interface Effects {
  mean: number
  topic: Float64Array
  load: Float64Array
  agent: Float64Array
  /** Agent by agent, topic by topic within. */
  agentTopic: Float64Array
  agentTopicWeight: Float64Array
  /** What the log of the mean lies above the mean of the logs, as it was seen (Duan 1983). */
  smear: number
  /** Standard deviations: of the noise, between agents, and between an agent's topics. */
  noise: number
  agentSpread: number
  agentTopicSpread: number
}

const ROUNDS = 4

/**
 * Fits the sum by backfitting; agents and their topics are shrunk towards the mean by how much they
 * really differ (moments of the one-way random effects model), so that few observations say little.
 * Censored values are replaced by their expectation in each round (Schmee and Hahn 1979).
 */
export function fitEffects(rows: Observations, agents: number, topics: number): Effects {
  const count = rows.logMs.length
  const fit: Effects = {
    mean: 0,
    topic: new Float64Array(topics),
    load: new Float64Array(LOADS),
    agent: new Float64Array(agents),
    agentTopic: new Float64Array(agents * topics),
    agentTopicWeight: new Float64Array(agents * topics),
    smear: 0,
    noise: 1,
    agentSpread: 0,
    agentTopicSpread: 0,
  }
  const value = Float64Array.from(rows.logMs)
  const cell = new Int32Array(count)
  const level = new Int32Array(rows.load)
  for (let row = 0; row < count; row += 1) cell[row] = rows.agent[row]! * topics + rows.topic[row]!
  const none = new Int32Array(count)
  const mean = new Float64Array(1)

  function residuals(skip: 'mean' | 'topic' | 'load' | 'agent' | 'agentTopic' | ''): Float64Array {
    const left = new Float64Array(count)
    for (let row = 0; row < count; row += 1) {
      left[row] =
        value[row]! -
        (skip === 'mean' ? 0 : mean[0]!) -
        (skip === 'topic' ? 0 : fit.topic[rows.topic[row]!]!) -
        (skip === 'load' ? 0 : fit.load[level[row]!]!) -
        (skip === 'agent' ? 0 : fit.agent[rows.agent[row]!]!) -
        (skip === 'agentTopic' ? 0 : fit.agentTopic[cell[row]!]!)
    }
    return left
  }

  for (let round = 0; round < ROUNDS; round += 1) {
    average(residuals('mean'), none, rows.weight, mean, undefined, 0)
    average(residuals('topic'), rows.topic, rows.weight, fit.topic, undefined, 5)
    average(residuals('load'), level, rows.weight, fit.load, undefined, 5)
    fit.agentSpread = average(residuals('agent'), rows.agent, rows.weight, fit.agent, 'shrink', 0)
    fit.agentTopicSpread = average(
      residuals('agentTopic'),
      cell,
      rows.weight,
      fit.agentTopic,
      'shrink',
      0,
      fit.agentTopicWeight,
    )
    const left = residuals('')
    fit.noise = spreadOf(left, rows.weight)
    for (let row = 0; row < count; row += 1) {
      if (rows.isCensored[row] === 0) continue
      const expected = value[row]! - left[row]!
      const least = (rows.logMs[row]! - expected) / fit.noise
      value[row] = Math.max(rows.logMs[row]!, expected + fit.noise * hazard(least))
    }
  }
  fit.mean = mean[0]!
  // More at once than was ever seen counts like the most that was.
  const most = level.reduce((so, active) => Math.max(so, active), 0)
  fit.load.fill(fit.load[most]!, most)
  fit.smear = smearOf(rows, value, residuals(''), fit.noise)
  return fit
}

/**
 * Weighted means by group into `into`; with `shrink`, pulled to 0 by noise over spread. Returns the
 * estimated standard deviation between the groups.
 */
function average(
  left: Float64Array,
  group: Int32Array,
  weight: Float64Array,
  into: Float64Array,
  shrink: 'shrink' | undefined,
  ridge: number,
  weights: Float64Array = new Float64Array(into.length),
): number {
  const sums = new Float64Array(into.length)
  weights.fill(0)
  let total = 0
  for (let row = 0; row < left.length; row += 1) {
    sums[group[row]!]! += weight[row]! * left[row]!
    weights[group[row]!]! += weight[row]!
    total += weight[row]!
  }
  if (shrink === undefined) {
    for (let index = 0; index < into.length; index += 1) {
      const all = weights[index]! + ridge
      into[index] = all > 0 ? sums[index]! / all : 0
    }
    return 0
  }
  let within = 0
  for (let row = 0; row < left.length; row += 1) {
    const index = group[row]!
    within += weight[row]! * (left[row]! - sums[index]! / weights[index]!) ** 2
  }
  let groups = 0
  let between = 0
  let squares = 0
  for (let index = 0; index < into.length; index += 1) {
    if (weights[index] === 0) continue
    groups += 1
    between += sums[index]! ** 2 / weights[index]!
    squares += weights[index]! ** 2
  }
  const noise = within / Math.max(1, total - groups)
  const spread =
    groups < 2
      ? 0
      : Math.max(0, (between - groups * noise) / Math.max(1e-9, total - squares / total))
  for (let index = 0; index < into.length; index += 1) {
    const heavy = weights[index]!
    into[index] = heavy === 0 || spread === 0 ? 0 : sums[index]! / (heavy + noise / spread)
  }
  return Math.sqrt(spread)
}

/** Log of the mean factor that stays unexplained; a censored one's is expected beyond where it ended. */
function smearOf(
  { logMs, isCensored, weight }: Observations,
  value: Float64Array,
  left: Float64Array,
  noise: number,
): number {
  let [sum, total] = [0, 0]
  for (let row = 0; row < left.length; row += 1) {
    const seen = logMs[row]! - (value[row]! - left[row]!)
    const least = Math.min(5, seen / noise)
    const beyond = Math.exp(noise ** 2 / 2) * (upperTail(least - noise) / upperTail(least))
    sum +=
      weight[row]! * (isCensored[row] === 1 ? Math.max(Math.exp(seen), beyond) : Math.exp(seen))
    total += weight[row]!
  }
  return total === 0 ? 0 : Math.log(sum / total)
}

function spreadOf(left: Float64Array, weight: Float64Array): number {
  let sum = 0
  let total = 0
  for (let row = 0; row < left.length; row += 1) {
    sum += weight[row]! * left[row]! ** 2
    total += weight[row]!
  }
  return total === 0 ? 1 : Math.max(1e-3, Math.sqrt(sum / total))
}

/** The standard normal's density over its upper tail: what lies above `z` has this mean. */
function hazard(z: number): number {
  // Beyond this the tail's own approximation is exact enough and cannot divide by zero.
  if (z > 5) return z + 1 / z
  const tail = upperTail(z)
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / tail
}

/** P(Z > z), by Abramowitz and Stegun 7.1.26; off by less than 1.5e-7. */
function upperTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const polynomial =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
  const tail = 0.5 * polynomial * Math.exp(-x * x)
  return z >= 0 ? tail : 1 - tail
}
