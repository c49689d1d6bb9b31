import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findMost } from './most.ts'

/** Something that carries so much, and notes what was asked of it. */
function carrier(most: number) {
  const asked: number[] = []
  const carries = async (rate: number) => {
    asked.push(rate)
    return rate <= most
  }
  return { asked, carries }
}

describe('findMost', () => {
  for (const most of [900, 2_000, 14_000, 37_500]) {
    it(`finds ${most} within a twentieth, from below and from above`, async () => {
      for (const from of [1_000, 30_000]) {
        const { asked, carries } = carrier(most)
        const found = await findMost(carries, { from, ceiling: 60_000 })
        assert.ok(found <= most && found >= most / 1.05, `${found}`)
        assert.ok(asked.length <= 32, `${asked}`)
      }
    })
  }

  it('does not go past the ceiling', async () => {
    const { asked, carries } = carrier(Number.POSITIVE_INFINITY)
    assert.equal(await findMost(carries, { from: 1_000, ceiling: 5_000 }), 5_000)
    assert.equal(Math.max(...asked), 5_000)
  })

  it('tries once more what was not carried', async () => {
    let hiccups = 1
    const carries = async (rate: number) => {
      if (rate === 1_500 && hiccups > 0) {
        hiccups -= 1
        return false
      }
      return rate <= 2_000
    }
    assert.ok((await findMost(carries, { from: 1_000, ceiling: 9_000 })) > 1_900)
  })

  it('ends where nothing is carried', async () => {
    assert.equal(await findMost(async () => false, { from: 1_000, ceiling: 9_000 }), 0)
  })
})
