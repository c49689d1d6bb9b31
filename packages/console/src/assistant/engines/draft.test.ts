import assert from 'node:assert/strict'
import { it } from 'node:test'
import { fieldsOf, isWhole, kept, newDraft, shown, toChange } from './draft.ts'

const schema = {
  type: 'object',
  required: ['baseUrl', 'app'],
  properties: {
    variables: { type: 'object', patternProperties: {} },
    hasSuggestions: { type: 'boolean' },
    baseUrl: { type: 'string' },
    app: { anyOf: [{ const: 'chat' }, { const: 'workflow' }] },
    temperature: { type: 'number' },
  },
}

it('reads the fields of a make, those first that must be filled in', () => {
  assert.deepEqual(
    fieldsOf(schema).map(({ name, kind, isRequired }) => [name, kind, isRequired]),
    [
      ['baseUrl', 'text', true],
      ['app', 'choice', true],
      ['variables', 'json', false],
      ['hasSuggestions', 'boolean', false],
      ['temperature', 'number', false],
    ],
  )
})

it('is whole when nothing is missing and no JSON is half typed', () => {
  const fields = fieldsOf(schema)
  const draft = newDraft('Dify')
  assert.equal(isWhole(draft, fields), false)
  const settings = { baseUrl: 'https://x/v1', app: 'chat' }
  assert.equal(isWhole({ ...draft, settings }, fields), true)
  assert.equal(isWhole({ ...draft, settings: { ...settings, variables: '{"a' } }, fields), false)
  assert.equal(isWhole({ ...draft, settings, name: ' ' }, fields), false)
})

it('sends no empty settings, and a key only when one was typed', () => {
  const draft = {
    ...newDraft('X'),
    settings: { model: 'm', extra: '' },
    hosts: [' a.example ', ''],
  }
  const change = toChange(draft)
  assert.deepEqual([change.settings, change.hosts], [{ model: 'm' }, ['a.example']])
  assert.equal('key' in change, false)
  assert.equal(toChange({ ...draft, key: 'sk' }).key, 'sk')
})

it('shows seconds and whole money, and keeps milliseconds and millionths', () => {
  assert.deepEqual([shown('firstTextMs', 1_500), kept('waitMsMax', 0.25)], [1.5, 250])
  assert.deepEqual([shown('costMicrosMax', 2_000_000), kept('inputMicros', 0.5)], [2, 500_000])
  assert.deepEqual([shown('callsMax', 3), shown('callsMax', undefined)], [3, ''])
})
