import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { compilePattern } from './pattern.ts'

const found = (pattern: string, text: string) =>
  compilePattern({ name: 'ORDER', pattern })(text).map(({ start, end }) => text.slice(start, end))

describe('a workspace’s pattern', () => {
  test('finds every match, in any case, or what its group holds', () => {
    assert.deepEqual(found('SO-\\d{4}', 'so-1234, SO-5678 and SO-9'), ['so-1234', 'SO-5678'])
    assert.deepEqual(found('单号[:：]?\\s*(\\w+)', '单号：A77，谢谢'), ['A77'])
    assert.deepEqual(found('x(a)?b', 'xb xab'), ['a'])
    assert.deepEqual(found('号\\d', '😀号1'), ['号1'])
  })

  test('cannot hang', () => {
    const text = `${'a'.repeat(10_000)}!`
    for (const pattern of ['(a+)+$', '(a|aa)+$', '(.*a){20}b', '(?:a?){50}a{50}b']) {
      assert.deepEqual(found(pattern, text), [])
    }
  })

  test('is refused when it cannot work, and says why', () => {
    const refused = (name: string, pattern: string, message: RegExp) =>
      assert.throws(
        () => compilePattern({ name, pattern }),
        (error: unknown) => error instanceof Refusal && message.test(error.message),
      )
    refused('ORDER', '(', /ORDER cannot be used/)
    refused('ORDER', '(?=a)b', /Look-around/)
    refused('ORDER', '(a)\\1', /back references/)
    refused('ORDER', 'a*', /nothing at all/)
    refused('ORDER', 'a'.repeat(201), /201 letters/)
    refused('ORDER', '((a{100}){100}){100}', /cannot be used/)
    refused('ORDER', '((a?){15}){12}9', /747 steps/)
    refused('order 1', 'a', /A to Z/)
  })
})
