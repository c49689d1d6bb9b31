import type { Forest } from './forest.ts'

/** Boosted trees that give one number a row, trained here or by XGBoost. */
export interface Model {
  /** As XGBoost names it: `reg:squarederror`, `survival:aft`… */
  objective: string
  /** Where predictions start, on the scale of the output; a float32. */
  baseScore: number
  /** The same on the scale of the trees' values, which are added to it; a float32. */
  baseMargin: number
  featureCount: number
  /** Empty where the model was trained without names. */
  featureNames: string[]
  /** As XGBoost writes them: `float`, `int`, `c`… Empty where not told. */
  featureTypes: string[]
  /** What was noted with the model. */
  attributes: Record<string, string>
  /** The release of XGBoost whose format it has. */
  version: readonly number[]
  forest: Forest
}
