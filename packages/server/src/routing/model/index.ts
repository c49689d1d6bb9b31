export { checkContract, checkNames, type FeatureContract, hashContract } from './contract.ts'
export { describeModel, importanceOf } from './describe.ts'
export { type Trainable, trainable } from './losses.ts'
export type { Model } from './model.ts'
export { ModelError } from './model-error.ts'
export { createTreePredictor, type TreePredictor } from './predictor.ts'
export { createRandom } from './random.ts'
export { MODEL_BYTES_MAX, readModel } from './read-model.ts'
export { parseTable, type Table } from './table.ts'
export {
  defaultOptions,
  type Trained,
  type TrainingData,
  type TrainingOptions,
  train,
} from './train.ts'
export { trainInWorker } from './train-in-worker.ts'
export { writeModel } from './write-model.ts'
