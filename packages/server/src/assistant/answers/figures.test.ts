import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openKnowledge } from '../../../tests/_harness/knowledge.ts'
import { readFigures } from './figures.ts'

const DAY_MS = 86_400_000
const now = Date.UTC(2026, 10, 20)

it('counts who answered, why people were called, what did not help, and when', async () => {
  await using opened = await openKnowledge()
  const { db } = opened.ports.storage
  let id = 0
  const keep = (change: object, workspaceId = 'w') => {
    id += 1
    const row = {
      id: `answer ${id}`,
      workspaceId,
      conversationId: 'c',
      questionSeq: id,
      answerSeq: 0,
      question: '?',
      askedAt: now - 1,
      outcome: 'answered',
      decidedBy: 'cache',
      reason: '',
      engine: '',
      costMicros: 0,
      firstTextMs: 1,
      totalMs: 2,
      isHelpful: null,
      stepsJson: '[]',
      sourcesJson: '[]',
      ...change,
    }
    return db.insertInto('answers').values(row).execute()
  }
  await keep({})
  await keep({ isHelpful: 0 })
  await keep({ decidedBy: 'engines', costMicros: 250, firstTextMs: 400, isHelpful: 1 })
  await keep({ outcome: 'handed_over', decidedBy: 'person', reason: 'wanted', firstTextMs: 9_000 })
  await keep({
    outcome: 'handed_over',
    decidedBy: 'sorry',
    reason: 'no_answer',
    askedAt: now - DAY_MS,
  })
  const asked = JSON.stringify([{ name: 'cache', ms: 1, result: 'passed', details: [] }])
  await keep({ decidedBy: 'sorry', stepsJson: asked })
  await keep({ askedAt: now - 2 * DAY_MS })
  await keep({}, 'other')

  const figures = await readFigures(db, 'w', 2, now)
  assert.equal(figures.questions, 6)
  assert.deepEqual(figures.answeredBy, { cache: 2, engines: 1, sorry: 1 })
  assert.equal(figures.cacheMisses, 1)
  assert.equal(figures.handedOver, 2)
  assert.deepEqual(figures.handedOverFor, { wanted: 1, no_answer: 1 })
  assert.deepEqual([figures.helpful, figures.notHelpful], [1, 1])
  assert.deepEqual(figures.notHelpfulBy, { cache: 1 })
  assert.equal(figures.costMicros, 250)
  assert.deepEqual([figures.firstTextMsP50, figures.firstTextMsP90], [1, 1])
  assert.deepEqual(figures.days, [
    { from: now - 2 * DAY_MS, answered: 0, handedOver: 1 },
    { from: now - DAY_MS, answered: 3, handedOver: 1 },
  ])
})

it('has a day for every day, also when nobody asked', async () => {
  await using opened = await openKnowledge()
  const figures = await readFigures(opened.ports.storage.db, 'w', 7, now)
  assert.equal(figures.questions, 0)
  assert.equal(figures.days.length, 7)
  assert.equal(figures.firstTextMsP90, 0)
})
