import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { contrast, readableOn } from './contrast.ts'

const anyColor = fc.nat(0xffffff).map((value) => `#${value.toString(16).padStart(6, '0')}`)

describe('contrast', () => {
  it('is what WCAG says', () => {
    assert.equal(contrast('#000000', '#ffffff'), 21)
    assert.equal(contrast('#777777', '#777777'), 1)
    assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48')
    assert.equal(contrast('#0000ff', '#ffffff').toFixed(2), '8.59')
    assert.equal(contrast('#FF0000', '#ffffff'), contrast('#ffffff', '#ff0000'))
  })
})

describe('readableOn', () => {
  it('takes white on dark colours and near black on light ones', () => {
    assert.equal(readableOn('#1864ab'), '#ffffff')
    assert.equal(readableOn('#000000'), '#ffffff')
    assert.equal(readableOn('#ffd43b'), '#16181d')
    assert.equal(readableOn('#ffffff'), '#16181d')
  })

  it('can be read on any colour, and is never clearly the worse of the two', () => {
    fc.assert(
      fc.property(anyColor, (color) => {
        const chosen = contrast(color, readableOn(color))
        const best = Math.max(contrast(color, '#ffffff'), contrast(color, '#16181d'))
        assert.ok(chosen > 4.2, `${color}: ${chosen}`)
        assert.ok(best - chosen < 0.05, `${color}: ${chosen} instead of ${best}`)
      }),
    )
  })
})
