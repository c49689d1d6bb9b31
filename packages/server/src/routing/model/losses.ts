/** What training brings down, by margin `m` and label `y`. */
export interface Loss {
  /** Says what is wrong with a label, or nothing. */
  problem(y: number): string | undefined
  /** A margin to start the search of the best constant from, by the labels' mean. */
  start(mean: number): number
  loss(m: number, y: number, isCensored: boolean): number
  gradient(m: number, y: number, isCensored: boolean): number
  hessian(m: number, y: number, isCensored: boolean): number
}

const anyLabel = (): undefined => undefined
const notNegative = (y: number) => (y >= 0 ? undefined : 'must not be negative')
const positive = (y: number) => (y > 0 ? undefined : 'must be greater than 0')
const sigmoid = (m: number): number => 1 / (1 + Math.exp(-m))
/** Keeps Newton's steps finite where a loss is flat. */
const HESSIAN_MIN = 1e-6

const squared: Loss = {
  problem: anyLabel,
  start: (mean) => mean,
  loss: (m, y) => (m - y) ** 2,
  gradient: (m, y) => m - y,
  hessian: () => 1,
}

const logistic: Loss = {
  problem: (y) => (y >= 0 && y <= 1 ? undefined : 'must lie in 0 to 1'),
  start: (mean) => Math.log(mean + 1e-6) - Math.log(1 - mean + 1e-6),
  loss: (m, y) => Math.max(m, 0) - m * y + Math.log1p(Math.exp(-Math.abs(m))),
  gradient: (m, y) => sigmoid(m) - y,
  hessian: (m) => Math.max(sigmoid(m) * (1 - sigmoid(m)), HESSIAN_MIN),
}

const poisson: Loss = {
  problem: notNegative,
  start: (mean) => Math.log(mean + 1e-6),
  loss: (m, y) => Math.exp(m) - y * m,
  gradient: (m, y) => Math.exp(m) - y,
  hessian: (m) => Math.max(Math.exp(m), HESSIAN_MIN),
}

const gamma: Loss = {
  problem: positive,
  start: Math.log,
  loss: (m, y) => y * Math.exp(-m) + m,
  gradient: (m, y) => 1 - y * Math.exp(-m),
  hessian: (m, y) => Math.max(y * Math.exp(-m), HESSIAN_MIN),
}

/**
 * Accelerated failure time with a lognormal: log y is normal around the margin. Of a censored row
 * only that it took longer than `y` is known (Barnwal, Cho, Hocking 2020).
 */
function lognormal(sigma: number): Loss {
  const distance = (m: number, y: number): number => (Math.log(y) - m) / sigma
  return {
    problem: positive,
    start: Math.log,
    loss(m, y, isCensored) {
      const z = distance(m, y)
      if (!isCensored) return z ** 2 / 2 + LOG_ROOT_TWO_PI
      return z < -30 ? 0 : z ** 2 / 2 - Math.log(scaledTail(z))
    },
    gradient(m, y, isCensored) {
      const z = distance(m, y)
      return -(isCensored ? hazard(z) : z) / sigma
    },
    hessian(m, y, isCensored) {
      if (!isCensored) return 1 / sigma ** 2
      const z = distance(m, y)
      return Math.max((hazard(z) * (hazard(z) - z)) / sigma ** 2, HESSIAN_MIN)
    },
  }
}

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI)
const LOG_ROOT_TWO_PI = Math.log(ROOT_TWO_PI)

/** The density of a standard normal over the share that lies above `z`. */
function hazard(z: number): number {
  return 1 / (ROOT_TWO_PI * scaledTail(z))
}

/** The share of a standard normal above `z`, times e^(z²/2): neither under- nor overflows above. */
function scaledTail(z: number): number {
  const t = 1 / (1 + Math.abs(z) / (2 * Math.SQRT2))
  // Press et al., Numerical Recipes, erfcc: a relative error below 1.2e-7 everywhere.
  let sum = 0
  for (const factor of TAIL) sum = sum * t + factor
  const upper = (t * Math.exp(sum)) / 2
  return z >= 0 ? upper : Math.exp(Math.min(z ** 2 / 2, 700)) - upper
}

const TAIL = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
  1.00002368, -1.26551223,
]

/** What this program can train, by XGBoost's names. */
export const trainable = [
  'reg:squarederror',
  'binary:logistic',
  'count:poisson',
  'reg:gamma',
  'survival:aft',
] as const
export type Trainable = (typeof trainable)[number]

/** `sigma` is the spread of log times; `survival:aft` alone uses it. */
export function createLoss(objective: Trainable, sigma: number): Loss {
  switch (objective) {
    case 'reg:squarederror':
      return squared
    case 'binary:logistic':
      return logistic
    case 'count:poisson':
      return poisson
    case 'reg:gamma':
      return gamma
    case 'survival:aft':
      return lognormal(sigma)
  }
}
