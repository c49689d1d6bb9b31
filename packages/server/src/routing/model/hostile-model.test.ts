import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { ModelError } from './model-error.ts'
import { createTreePredictor } from './predictor.ts'
import { createRandom } from './random.ts'
import { readModel } from './read-model.ts'

const folder = new URL('./fixtures/', import.meta.url)
const read = (file: string): Buffer => readFileSync(new URL(file, folder))

// biome-ignore lint/suspicious/noExplicitAny: a document that tests bend
type Loose = any
type Bend = (learner: Loose, booster: Loose, tree: Loose, document: Loose) => void

/** What is done to a good model, and the refusal that it must meet. */
const bent: [string, Bend][] = [
  ['Config: This is a snapshot', (_l, _b, _t, d) => (d.Config = {})],
  ['learner: is missing', (_l, _b, _t, d) => delete d.learner],
  ['version: has 2 entries', (_l, _b, _t, d) => (d.version = [1, 7])],
  ['objective.name: "rank:pairwise"', (l) => (l.objective.name = 'rank:pairwise')],
  ['objective "survival:cox"', (l) => (l.objective.name = 'survival:cox')],
  ['objective "reg:quantileerror"', (l) => (l.objective.name = 'reg:quantileerror')],
  ['objective "mine"', (l) => (l.objective.name = 'mine')],
  ['objective.name: is no text', (l) => (l.objective.name = 7)],
  ['num_class: 2 classes', (l) => (l.learner_model_param.num_class = '2')],
  ['num_target: 2 targets', (l) => (l.learner_model_param.num_target = '2')],
  ['num_feature: is no whole number', (l) => (l.learner_model_param.num_feature = 'five')],
  ['num_feature: 1000000000 lies', (l) => (l.learner_model_param.num_feature = '1000000000')],
  ['base_score: has 2 values', (l) => (l.learner_model_param.base_score = '[1,2]')],
  ['base_score: is no number', (l) => (l.learner_model_param.base_score = 'half')],
  ['base_score: -1 lies outside', (l) => (l.learner_model_param.base_score = '-1')],
  ['feature_names: has 2 entries', (l) => (l.feature_names = ['a', 'b'])],
  ['feature_types[0]: is no text', (l) => (l.feature_types = [1, 2, 3, 4, 5])],
  ['attributes: is no object', (l) => (l.attributes = 'none')],
  ['name: linear boosters', (l) => (l.gradient_booster.name = 'gblinear')],
  ['name: "forest" is no booster', (l) => (l.gradient_booster.name = 'forest')],
  ['weight_drop: is missing', (l) => (l.gradient_booster.name = 'dart')],
  ['weight_drop: has 9 weights', (l) => (l.gradient_booster.weight_drop = Array(9).fill(1))],
  ['weight_drop: weight 0 is not', (l) => (l.gradient_booster.weight_drop = [1e39])],
  ['num_trees: is 8, but trees has 7', (_l, b) => b.trees.pop()],
  ['trees: has more than 5000', (_l, b) => (b.trees = Array(5001).fill(b.trees[0]))],
  ['tree_info: tree 1 belongs to output 1', (_l, b) => (b.tree_info[1] = 1)],
  ['cats.enc: categories given as text', (_l, b) => (b.cats = { enc: [{}] })],
  ['trees[0]: leaves with more', (_l, _b, t) => (t.tree_param.size_leaf_vector = '3')],
  ['tree_param.num_nodes: is 3', (_l, _b, t) => (t.tree_param.num_nodes = '3')],
  ['tree_param.num_feature: is 4', (_l, _b, t) => (t.tree_param.num_feature = '4')],
  ['right_children: has', (_l, _b, t) => t.right_children.pop()],
  ['left_children[0]: 99999 is no node', (_l, _b, t) => (t.left_children[0] = 99_999)],
  ['left_children[0]: -7 is no node', (_l, _b, t) => (t.left_children[0] = -7)],
  ['right_children[0]: -1 is no node', (_l, _b, t) => (t.right_children[0] = -1)],
  ['left_children[0]: node 0 is reached', (_l, _b, t) => (t.left_children[0] = 0)],
  ['right_children[0]: node 1 is reached', (_l, _b, t) => (t.right_children[0] = 1)],
  ['left_children[1]: node 2 is reached', (_l, _b, t) => (t.left_children[1] = 2)],
  ['split_indices[0]: 5 is none', (_l, _b, t) => (t.split_indices[0] = 5)],
  ['default_left[0]: 2 is neither', (_l, _b, t) => (t.default_left[0] = 2)],
  ['split_conditions[0]: the threshold', (_l, _b, t) => (t.split_conditions[0] = 1e39)],
  ['the leaf is not finite', (_l, _b, t) => t.split_conditions.fill(1e39, 1) && leafFirst(t)],
  ['sum_hessian[0]: the cover', (_l, _b, t) => (t.sum_hessian[0] = 1e39)],
  ['loss_changes[0]: is no number', (_l, _b, t) => (t.loss_changes[0] = 'much')],
  ['split_type[0]: 2 is no type', (_l, _b, t) => (t.split_type[0] = 2)],
  ['split_type[0]: a categorical split has no', (_l, _b, t) => (t.split_type[0] = 1)],
  ['categories_segments: segment 0', (_l, _b, t) => categorise(t, { sizes: [9] })],
  ['categories_sizes: segments overlap', (_l, _b, t) => categorise(t, { nodes: [0, 1] })],
  ['categories: -1 is no category', (_l, _b, t) => categorise(t, { values: [-1] })],
  ['categories_nodes: 0 is no node, or', (_l, _b, t) => categorise(t, { nodes: [0, 0] })],
]

const raw: [string, Buffer][] = [
  ['The file is empty', Buffer.alloc(0)],
  ['larger than 64 MB', Buffer.alloc(64 * 1024 * 1024 + 1)],
  ['old binary format', Buffer.from('binf\0\0\0\0')],
  ['Python pickle', Buffer.from([0x80, 4, 0x95])],
  ['compressed', Buffer.from([0x1f, 0x8b, 8, 0])],
  ['neither JSON nor UBJSON', Buffer.from('tree,node\n')],
  ['The file is no JSON', Buffer.from('{"learner": ')],
  ['This is a dump of trees', Buffer.from('[{"nodeid": 0, "leaf": 1}]')],
  ['learner: is missing', Buffer.from('{"__proto__": {"learner": {}}}')],
  ['ends in the middle', read('gamma.ubj').subarray(0, 70)],
  ['bytes follow', Buffer.concat([read('gamma.ubj'), Buffer.from('{}')])],
  ['typed list is longer', ubj('[$d#L\0\0\x7f\xff\xff\xff\xff\xff')],
  ['typed list is longer', ubj('[$D#l\x7f\xff\xff\xff')],
  ['a list is longer', ubj('[#l\x7f\xff\xff\xff')],
  ['a length is negative', ubj('[#i\xff')],
  ['a whole number is too large', ubj('L\x7f\xff\xff\xff\xff\xff\xff\xff')],
  ['nests deeper', ubj('['.repeat(1000))],
  ['"H" is no type of number', ubj('Hi\x01' + '1')],
  ['a list cannot be of the type "Z"', ubj('[$Z#l\x7f\xff\xff\xff')],
  ['a typed list has no count', ubj('[$dL')],
  ['stands twice in one object', Buffer.from('{i\x01aTi\x01aT}', 'latin1')],
  ['a text is no UTF-8', ubj('Si\x02\xff\xfe')],
  ['a length is no whole number', ubj('Sd\0\0\0\0')],
]

describe('model files that cannot be honoured', () => {
  for (const [message, bend] of bent) {
    it(`are refused: ${message}`, () => {
      assertRefused(bendModel(bend), message)
    })
  }

  raw.forEach(([message, bytes], index) => {
    it(`are refused: ${message} (${index})`, () => {
      assertRefused(bytes, message)
    })
  })

  it('are refused as classes and linear boosters that XGBoost saved', () => {
    assertRefused(read('refuse-linear.json'), 'gblinear')
    assertRefused(read('refuse-multi-class.json'), 'multi:softprob')
    assertRefused(read('refuse-multi-class.ubj'), 'multi:softprob')
  })

  it('each get a message of their own', () => {
    const messages = bent.map(([, bend]) => assertRefused(bendModel(bend), ''))
    assert.equal(new Set(messages).size, bent.length)
  })

  it('survive 10,000 mutations: a model that predicts, or a ModelError', () => {
    const random = createRandom(20)
    const files = ['gamma.json', 'dart.ubj', 'categories-partition.json', 'categories-one-hot.ubj']
    const originals = files.map(read)
    let refused = 0
    for (let round = 0; round < 10_000; round++) {
      const bytes = mutate(originals[round % originals.length]!, random)
      try {
        const model = readModel(bytes)
        const row = new Float32Array(Math.max(model.featureCount, 1))
        assert.equal(typeof createTreePredictor(model).predict(row), 'number')
      } catch (error) {
        if (!(error instanceof ModelError)) throw error
        refused++
      }
    }
    assert.ok(refused > 2_000, `${refused} were refused`)
  })
})

function assertRefused(bytes: Uint8Array, message: string): string {
  try {
    readModel(bytes)
  } catch (error) {
    assert.ok(error instanceof ModelError, String(error))
    assert.ok(error.message.includes(message), error.message)
    return error.message
  }
  return assert.fail('The model was taken.')
}

function bendModel(bend: Bend): Uint8Array {
  const document = JSON.parse(read('gamma.json').toString())
  const { learner } = document
  const booster = learner.gradient_booster.model
  bend(learner, booster, booster.trees[0], document)
  return Buffer.from(JSON.stringify(document))
}

function leafFirst(tree: Loose): void {
  tree.left_children.fill(-1, 1)
}

function categorise(tree: Loose, to: { nodes?: number[]; sizes?: number[]; values?: number[] }) {
  tree.split_type[0] = 1
  tree.categories_nodes = to.nodes ?? [0]
  tree.categories_segments = tree.categories_nodes.map(() => 0)
  tree.categories_sizes = to.sizes ?? tree.categories_nodes.map(() => 1)
  tree.categories = to.values ?? [1]
}

function ubj(value: string): Buffer {
  return Buffer.from(`{i\x01a${value}`, 'latin1')
}

/** One to four changes: bytes set, cut out, doubled, digits swapped; sometimes a cut end. */
function mutate(original: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(original)
  const changes = 1 + Math.floor(random() * 4)
  for (let change = 0; change < changes && bytes.length > 0; change++) {
    const at = Math.floor(random() * bytes.length)
    const size = Math.floor(random() * 16)
    const kind = Math.floor(random() * 6)
    if (kind <= 1) bytes[at] = Math.floor(random() * 256)
    else if (kind === 2) bytes[at] = 48 + Math.floor(random() * 10)
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)])
    else if (kind === 4) bytes = Buffer.concat([bytes.subarray(0, at + size), bytes.subarray(at)])
    else if (random() < 0.1) bytes = bytes.subarray(0, at)
    else bytes.fill(random() < 0.5 ? 0xff : 0, at, Math.min(at + size, bytes.length))
  }
  return bytes
}
