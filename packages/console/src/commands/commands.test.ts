import assert from 'node:assert/strict'
import { it } from 'node:test'
import { commands, keysLabel } from './commands.ts'

it('gives no key to two commands', () => {
  const keys = commands.flatMap(({ keys }) => keys ?? [])
  assert.deepEqual(keys, [...new Set(keys)])
})

it('writes keys as each system does', () => {
  assert.deepEqual(keysLabel('mod+k', false), ['Ctrl', 'K'])
  assert.deepEqual(keysLabel('mod+k', true), ['⌘', 'K'])
  assert.deepEqual(keysLabel('alt+shift+e', false), ['Alt', 'Shift', 'E'])
  assert.deepEqual(keysLabel('alt+digit2', true), ['⌥', '2'])
  assert.deepEqual(keysLabel('shift+?', false), ['?'])
})
