/** What turns a sum of trees (the margin) into what a model tells, and back. */
export interface Link {
  toOutput(margin: number): number
  toMargin(output: number): number
}

const identity: Link = { toOutput: (margin) => margin, toMargin: (output) => output }

// XGBoost computes in float32; each step is rounded as its C++ rounds it, save the last bit of expf.
const { fround } = Math
const log: Link = {
  toOutput: (margin) => fround(Math.exp(margin)),
  toMargin: (output) => fround(Math.log(output)),
}
const logistic: Link = {
  toOutput: (margin) => fround(1 / fround(1 + fround(Math.exp(-margin)))),
  toMargin: (output) => fround(-Math.log(fround(fround(1 / output) - 1))),
}

/** The objectives whose models give one number a row, by XGBoost's names. */
export const links: ReadonlyMap<string, Link> = new Map([
  ['reg:squarederror', identity],
  ['reg:linear', identity],
  ['reg:squaredlogerror', identity],
  ['reg:absoluteerror', identity],
  ['reg:pseudohubererror', identity],
  ['binary:logitraw', identity],
  ['reg:logistic', logistic],
  ['binary:logistic', logistic],
  ['count:poisson', log],
  ['reg:gamma', log],
  ['reg:tweedie', log],
  ['survival:aft', log],
])
