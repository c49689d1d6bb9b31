import assert from 'node:assert/strict'
import { it } from 'node:test'
import { changeOf, draftOf, emptyDraft, isSameDraft, requestOf, toLines } from './draft.ts'

const draft = { ...emptyDraft('en'), title: 'Where?', phrasings: ['Where is it?'], body: 'Here.' }
const article = {
  ...draft,
  id: 'a',
  key: '',
  version: 3,
  publishedVersion: 2,
  source: '',
  changedAt: 2,
  createdAt: 1,
}

it('takes from an article what can be changed, and nothing else', () => {
  assert.deepEqual(draftOf(article, 'faq'), draft)
  assert.equal(isSameDraft(draftOf(article, 'faq'), draft), true)
})

it('names the version that a change was made on, and keeps the kind', () => {
  const change = changeOf(draft, article, true)
  assert.equal(change.version, 3)
  assert.equal(change.isPublished, true)
  assert.equal('kind' in change, false)
})

it('gives a document no further phrasings', () => {
  assert.deepEqual(requestOf({ ...draft, kind: 'document' }).phrasings, [])
  assert.deepEqual(requestOf(draft).phrasings, ['Where is it?'])
})

it('reads one phrasing a line', () => {
  assert.deepEqual(toLines(' one\n\n two '), ['one', 'two'])
})
