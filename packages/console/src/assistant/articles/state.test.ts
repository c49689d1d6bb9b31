import assert from 'node:assert/strict'
import { it } from 'node:test'
import { stateOf } from './state.ts'

const article = { version: 2, publishedVersion: 2, validFrom: null, validUntil: null }

it('says whether an article is told, and whether it is told as it was written last', () => {
  assert.equal(stateOf(article, 10), 'published')
  assert.equal(stateOf({ ...article, publishedVersion: 1 }, 10), 'changed')
  assert.equal(stateOf({ ...article, publishedVersion: 0 }, 10), 'draft')
})

it('says when its time has not come or is over, to the millisecond', () => {
  assert.equal(stateOf({ ...article, validFrom: 11 }, 10), 'early')
  assert.equal(stateOf({ ...article, validFrom: 10 }, 10), 'published')
  assert.equal(stateOf({ ...article, validUntil: 10 }, 10), 'over')
  assert.equal(stateOf({ ...article, validUntil: 11 }, 10), 'published')
})
