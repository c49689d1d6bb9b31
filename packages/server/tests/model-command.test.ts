import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../src/routing/model/fixtures/${name}`, import.meta.url))

const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [main, 'model', ...args]).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  )

describe('parley model', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-model-command-'))
  after(() => rmSync(folder, { recursive: true }))
  const path = (name: string): string => join(folder, name)

  it('predicts one number a line, as XGBoost did', async () => {
    for (const [model, data] of [
      ['logistic.ubj', 'five-features.csv'],
      ['categories-partition.json', 'categories.csv'],
    ] as const) {
      const told = await run('predict', '--model', fixture(model), '--data', fixture(data))
      const expected = model.replace(/\..*/, '.expected.csv')
      assert.equal(told.stdout, readFileSync(fixture(expected), 'utf8'))
    }
  })

  it('describes a model', async () => {
    const { code, stdout } = await run('info', fixture('gamma.json'))
    assert.equal(code, 0)
    assert.match(stdout, /objective {3}reg:gamma\ntrees {7}8, 248 nodes/)
  })

  it('trains on a table with names, and predicts with what it wrote', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => `${row % 3},${row},${row < 30 ? 1 : 7}`)
    writeFileSync(path('train.csv'), `topic,load,wait\n${rows.join('\n')}\n`)
    writeFileSync(path('ask.csv'), 'topic,load\n0,3\n1,\n2,50\n')
    const train = ['train', '--data', path('train.csv'), '--out', path('m.json')]
    const trained = await run(...train, '--eta', '1', '--l2', '0', '--trees', '1', '--depth', '1')
    assert.match(trained.stdout, /^1 trees on 60 rows/)
    const told = await run('predict', '--model', path('m.json'), '--data', path('ask.csv'))
    const lines = told.stdout.trim().split('\n')
    assert.equal(lines.length, 3)
    assert.deepEqual([lines[0], lines[2]], ['1', '7'])
  })

  it('says what is wrong, and exits with 1; with 2 where it understands nothing', async () => {
    const wide = fixture('five-features.csv')
    const cases: [string[], number, RegExp][] = [
      [['info', fixture('refuse-linear.json')], 1, /gradient_booster\.name: linear boosters/],
      [['predict', '--model', fixture('categories-one-hot.ubj'), '--data', wide], 1, /5 columns/],
      [['train', '--data', wide, '--out', path('x'), '--target', '1', '--eta', '9'], 1, /^eta: 9/],
      [['train', '--data', wide, '--out', path('x'), '--target', 'no'], 1, /"no" is no column/],
      [['info', path('nothing')], 1, /ENOENT/],
      [['guess'], 2, /cannot be understood/],
      [['info', '--what'], 2, /--what/],
    ]
    for (const [args, expected, problem] of cases) {
      const { code, stderr } = await run(...args)
      assert.equal(code, expected, args.join(' '))
      assert.match(stderr, problem)
    }
  })
})
