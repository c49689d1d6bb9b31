import { cpus } from 'node:os'
import {
  createRandom,
  createTreePredictor,
  type TrainingData,
  trainInWorker,
} from '../routing/model/index.ts'

const ROWS = 100_000
const TEST_ROWS = 20_000
const COLUMNS = 30
const AGENTS = 100
const DECISIONS = 500

/** Times training and deciding at the size that docs/routing.md states. */
export async function timeModel(): Promise<string> {
  const data = generate(ROWS, 1)
  const test = generate(TEST_ROWS, 2)
  const startedAt = performance.now()
  const { model } = await trainInWorker(data, {})
  const trainingMs = performance.now() - startedAt

  const predictor = createTreePredictor(model)
  const out = new Float32Array(TEST_ROWS)
  predictor.predictMany(test.values, out)
  const squares = out.reduce((sum, value, row) => sum + (value - (test.labels[row] ?? 0)) ** 2, 0)

  const agents = test.values.subarray(0, AGENTS * COLUMNS)
  const scores = new Float32Array(AGENTS)
  const times = Float64Array.from({ length: DECISIONS }, () => {
    const decidedAt = performance.now()
    // Two models: the time to the first reply and the handle time.
    predictor.predictMany(agents, scores)
    predictor.predictMany(agents, scores)
    return performance.now() - decidedAt
  }).sort()
  const quantile = (share: number) => (times[Math.floor(share * DECISIONS)] ?? 0).toFixed(2)
  return [
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`,
    `training: ${ROWS} rows x ${COLUMNS} features, 100 trees, depth 6: ${(trainingMs / 1000).toFixed(2)} s`,
    `error on ${TEST_ROWS} other rows: RMSE ${Math.sqrt(squares / TEST_ROWS).toFixed(4)} (noise 1)`,
    `deciding: ${AGENTS} agents x 2 models: p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms`,
    '',
  ].join('\n')
}

/** Friedman's first function of five features, among others that tell nothing. */
function generate(rows: number, seed: number): TrainingData & { labels: Float32Array } {
  const random = createRandom(seed)
  const values = Float32Array.from({ length: rows * COLUMNS }, random)
  const labels = Float32Array.from({ length: rows }, (_, row) => {
    const x = (column: number): number => values[row * COLUMNS + column] ?? 0
    const curve = 10 * Math.sin(Math.PI * x(0) * x(1)) + 20 * (x(2) - 0.5) ** 2
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return curve + 10 * x(3) + 5 * x(4) + normal
  })
  return { columns: COLUMNS, values, labels }
}
