import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createAnswerDrafts } from '../src/index.ts'
import { createWorld } from './_harness/world.ts'

async function openDrafts() {
  const world = createWorld()
  await world.calm()
  const answers = createAnswerDrafts(world.connection)
  const draft = async (offset: number, text: string, questionSeq = 1, isDropped = false) => {
    const value = { conversationId: 'a', questionSeq, authorName: 'Pa', offset, text, isDropped }
    world.network.link.toClient.push({ requestId: 0, body: { $case: 'answerDrafted', value } })
    await world.calm()
  }
  const text = () => answers.drafts.get('a')?.text
  return { world, draft, text }
}

describe('answer drafts', () => {
  it('grow word by word, and begin anew when they are begun anew', async () => {
    const { draft, text } = await openDrafts()
    await draft(0, '')
    assert.equal(text(), '')
    await draft(0, 'Within ')
    await draft(7, 'seven days')
    assert.equal(text(), 'Within seven days')
    await draft(0, '')
    assert.equal(text(), '')
  })

  it('leave out what does not continue what is known', async () => {
    const { draft, text } = await openDrafts()
    await draft(3, 'lost beginning')
    assert.equal(text(), undefined)
    await draft(0, 'abc')
    await draft(5, 'gap')
    await draft(0, 'old', 0)
    assert.equal(text(), 'abc')
    await draft(0, 'newer', 2)
    assert.equal(text(), 'newer')
  })

  it('end when they are dropped, with their message, and with the connection', async () => {
    const { world, draft, text } = await openDrafts()
    await draft(0, 'abc')
    await draft(0, '', 1, true)
    assert.equal(text(), undefined)
    await draft(0, 'abc', 2)
    world.server.post('a', 'abc')
    await world.calm()
    assert.equal(text(), undefined)
    await draft(0, 'def', 3)
    world.network.link.cut()
    assert.equal(text(), undefined)
  })
})
