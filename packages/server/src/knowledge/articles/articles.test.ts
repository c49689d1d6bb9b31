import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ArticleRequest } from '@parley/protocol/rest/knowledge'
import { openKnowledge } from '../../../tests/_harness/knowledge.ts'

const draft: ArticleRequest = {
  kind: 'faq',
  title: 'Do you sell spare handles?',
  body: 'Yes, for every kettle.',
  locale: 'en',
}

async function told(opened: Awaited<ReturnType<typeof openKnowledge>>, text = 'spare handles') {
  const found = await opened.room.search('w', { text, audience: 'everyone' }, 5)
  return found.map(({ text, version }) => `${version} ${text}`)
}

describe('articles', () => {
  test('are told in their published version, and roll back to an older one', async () => {
    await using opened = await openKnowledge()
    const { room, author, events } = opened
    const { articles } = room
    const { id } = await articles.create(author, draft)
    assert.deepEqual(await told(opened), [])
    await articles.publish(author, id, 1)
    assert.deepEqual(await told(opened), ['1 Yes, for every kettle.'])
    const changed = await articles.change(author, id, { version: 1, body: 'No longer.' })
    assert.deepEqual([changed.version, changed.publishedVersion], [2, 1])
    assert.deepEqual(await told(opened), ['1 Yes, for every kettle.'])
    await articles.publish(author, id, 2)
    assert.deepEqual(await told(opened), ['2 No longer.'])
    await articles.publish(author, id, 1)
    assert.deepEqual(await told(opened), ['1 Yes, for every kettle.'])
    assert.deepEqual(
      (await articles.versions('w', id)).map(({ version, body }) => `${version} ${body}`),
      ['2 No longer.', '1 Yes, for every kettle.'],
    )
    assert.deepEqual(
      (await room.faq('w')).map(({ version, answer }) => `${version} ${answer}`),
      ['1 Yes, for every kettle.'],
    )
    await articles.remove(author, id)
    assert.deepEqual(await told(opened), [])
    assert.deepEqual(await room.faq('w'), [])
    assert.deepEqual(
      events.flatMap(({ sources }) => sources.map(({ version }) => version)),
      [0, 1, 1, 2, 1, 0],
    )
  })

  test('refuse a change that was made on an older version, and what says nothing', async () => {
    await using opened = await openKnowledge()
    const { articles } = opened.room
    const { author } = opened
    const { id } = await articles.create(author, draft)
    await articles.change(author, id, { version: 1, body: 'Mine.' })
    const late = articles.change(author, id, { version: 1, body: 'Mine too.' })
    await assert.rejects(late, { reason: 'conflict' })
    const empty = articles.create(author, { ...draft, body: '<script>alert(1)</script>' })
    await assert.rejects(empty, { reason: 'bad_input' })
    const backwards = articles.create(author, { ...draft, validFrom: 2, validUntil: 1 })
    await assert.rejects(backwards, { reason: 'bad_input' })
    const missing = articles.publish(author, id, 9)
    await assert.rejects(missing, { reason: 'not_found' })
  })

  test('of another workspace do not exist', async () => {
    await using opened = await openKnowledge()
    const { articles } = opened.room
    const { id } = await articles.create(opened.author, draft)
    const stranger = { workspaceId: 'other', agentId: 'b' }
    for (const attempt of [
      () => articles.find('other', id),
      () => articles.versions('other', id),
      () => articles.change(stranger, id, { version: 1, body: 'Theirs.' }),
      () => articles.publish(stranger, id, 1),
      () => articles.remove(stranger, id),
    ]) {
      await assert.rejects(attempt, { reason: 'not_found' })
    }
    assert.deepEqual((await articles.list('other', {})).articles, [])
  })

  test('are listed in pages, by what they are and whether they are told', async () => {
    await using opened = await openKnowledge()
    const { articles } = opened.room
    for (let index = 0; index < 60; index += 1) {
      opened.clock.now += index % 2
      await articles.create(opened.author, {
        ...draft,
        title: `Question ${index}`,
        isPublished: index % 3 === 0,
      })
    }
    const titles: string[] = []
    let after = ''
    do {
      const page = await articles.list('w', { after })
      titles.push(...page.articles.map(({ title }) => title))
      after = page.cursor
    } while (after !== '')
    assert.equal(new Set(titles).size, 60)
    assert.equal(titles[0], 'Question 59')
    const published = await articles.list('w', { status: 'published' })
    assert.equal(published.articles.length, 20)
    assert.deepEqual((await articles.list('w', { kind: 'document' })).articles, [])
    assert.equal((await articles.list('w', { text: 'question 42' })).articles.length, 1)
  })
})
