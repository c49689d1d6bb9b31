export { FEATURES, readState } from './features.ts'
export { createLadder, type Ladder } from './ladder.ts'
export type { Moment, Part, Predicted, Predictor } from './predictor.ts'
export type { CostColumns, Scores } from './scores.ts'
