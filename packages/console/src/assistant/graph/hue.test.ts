import assert from 'node:assert/strict'
import { it } from 'node:test'
import { huesOf } from './hue.ts'

it('gives types hues that can be told apart, the same in any order', () => {
  const types = ['shop', 'order', 'product', 'shop', 'carrier', 'shipment', 'category', 'warranty']
  const hues = huesOf(types)
  assert.deepEqual(huesOf(types.toReversed()), hues)
  const sorted = [...hues.values()].sort((one, other) => one - other)
  for (const [at, hue] of sorted.entries()) {
    const next = sorted[at + 1] ?? (sorted[0] ?? 0) + 360
    assert.ok(next - hue > 25)
  }
})
