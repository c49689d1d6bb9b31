import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluate, evaluateAskedBack, precision, recall } from '../evaluation/evaluate.ts'
import { readPairs } from '../evaluation/read-pairs.ts'

const read = (file: string) => readPairs(new URL(`../evaluation/${file}.txt`, import.meta.url))
const pairs = { tune: read('tune'), 'held-out': read('held-out') }

test('the labelled pairs are many, in both languages, and in one file each', () => {
  const all = Object.values(pairs).flat()
  assert.ok(all.filter(({ locale }) => locale === 'zh-CN').length >= 800)
  assert.ok(all.filter(({ locale }) => locale === 'en').length >= 400)
  assert.ok(pairs['held-out'].length >= 190)
  const seen = new Set(all.map(({ first, second }) => `${first} | ${second}`))
  assert.equal(seen.size, all.length)
})

for (const [file, chosen] of Object.entries(pairs)) {
  test(`${file}: at most one question in a hundred gets a wrong answer from cache or FAQ`, () => {
    const { cache, faq } = evaluate(chosen)
    for (const { wrong, asked, errors } of [cache, faq])
      assert.ok(
        wrong <= asked / 100,
        errors.filter((error) => error.startsWith('WRONG')).join('\n'),
      )
  })

  test(`${file}: most questions that have an answer get it`, () => {
    const { cache, faq, intent, entities } = evaluate(chosen)
    assert.ok(recall(cache) >= 0.7, String(recall(cache)))
    assert.ok(recall(faq) >= 0.7, String(recall(faq)))
    assert.ok(recall(intent) >= 0.8, String(recall(intent)))
    assert.ok(recall(entities) >= 0.9, String(recall(entities)))
    assert.ok(precision(intent) >= 0.95, String(precision(intent)))
    assert.ok(precision(entities) >= 0.95, String(precision(entities)))
  })

  test(`${file}: most frequent questions that were missed are asked back`, () => {
    const { missed, asked } = evaluateAskedBack(chosen)
    assert.ok(asked >= missed * 0.6, `${asked} of ${missed}`)
  })
}
