import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Storage } from '../platform/storage/index.ts'
import type { PassageIndex, PassageOwner, TextQuery } from './ports.ts'

interface OpenIndex extends AsyncDisposable {
  storage: Storage
  index: PassageIndex
}

const owner: PassageOwner = {
  workspaceId: 'w',
  articleId: 'a',
  version: 1,
  kind: 'document',
  title: 'Title',
  locale: 'en',
  audience: 'everyone',
  source: '',
  validFrom: null,
  validUntil: null,
}
const query: TextQuery = {
  workspaceId: 'w',
  text: '',
  locale: undefined,
  audience: 'agents',
  at: 100,
  limit: 10,
}

/** What any index of passages must do. */
export function describePassageIndex(name: string, open: () => Promise<OpenIndex>): void {
  describe(`passage index: ${name}`, () => {
    test('finds a passage by its words, its headings, its title and its keywords', async () => {
      await using room = await open()
      const { find, put } = helpers(room)
      await put(
        { title: 'Kettles' },
        { heading: 'Lids', text: '壶盖可以单独购买', keywords: 'cap' },
      )
      for (const text of ['kettle', 'lid', 'caps', '购买', '壶', '单独 the KETTLES']) {
        assert.deepEqual(await find({ text }), ['壶盖可以单独购买'], text)
      }
      for (const text of ['teapot', '茶壶盖子吗'.slice(0, 1), '', '*']) {
        assert.deepEqual(await find({ text }), [], text)
      }
    })

    test('puts the passage first that has the rarer words', async () => {
      await using room = await open()
      const { find, put } = helpers(room)
      for (let index = 0; index < 20; index += 1) {
        await put({ articleId: `${index}` }, { text: `退款 说明 ${index}` })
      }
      await put({ articleId: 'best' }, { text: '退款到信用卡' })
      assert.equal((await find({ text: '信用卡退款' }))[0], '退款到信用卡')
    })

    test('has an article’s newest passages alone, and none of a removed one', async () => {
      await using room = await open()
      const { find, put } = helpers(room)
      await put({}, { text: 'first words' })
      await put({ version: 2 }, { text: 'second words' })
      assert.deepEqual(await find({ text: 'words' }), ['second words'])
      assert.deepEqual(await find({ text: 'first' }), [])
      await room.storage.atomically(room.index.remove('a'))
      assert.deepEqual(await find({ text: 'words' }), [])
    })

    test('takes large documents, again and again', async () => {
      await using room = await open()
      const { find } = helpers(room)
      for (let version = 1; version <= 3; version += 1) {
        const passages = Array.from({ length: 1_500 }, (_, index) => ({
          heading: '',
          keywords: '',
          text: Array.from({ length: 120 }, (_, word) => `v${version}w${index * word}`).join(' '),
        }))
        await room.storage.atomically(room.index.replace({ ...owner, version }, passages))
      }
      assert.equal((await find({ text: `v3w${1_499 * 119}` })).length, 1)
      assert.deepEqual(await find({ text: `v2w${1_499 * 119}` }), [])
    })

    test('tells what is valid, within its bounds', async () => {
      await using room = await open()
      const { find, put } = helpers(room)
      await put({ validFrom: 100, validUntil: 200 }, { text: 'sale' })
      const times = [99, 100, 199, 200]
      const found = await Promise.all(times.map((at) => find({ text: 'sale', at })))
      assert.deepEqual(
        found.map(({ length }) => length),
        [0, 1, 1, 0],
      )
    })

    test('never finds or loads what is another’s, in another language or for agents', async () => {
      await using room = await open()
      const { put } = helpers(room)
      const workspaceId = fc.constantFrom('w', 'ww', '0', 'w0')
      const locale = fc.constantFrom('zh-CN' as const, 'en' as const)
      const audience = fc.constantFrom('everyone' as const, 'agents' as const)
      const word = fc.constantFrom('退款', '退', 'refund', 'w', 'x', 'yy', 'r5')
      const owners = await fc.sample(fc.record({ workspaceId, locale, audience, word }), 60)
      for (const [index, { word: text, ...place }] of owners.entries()) {
        await put({ ...place, articleId: `${index}`, title: JSON.stringify(place) }, { text })
      }
      await fc.assert(
        fc.asyncProperty(
          workspaceId,
          fc.option(locale, { nil: undefined }),
          audience,
          word,
          async (workspaceId, locale, audience, text) => {
            const asked = { ...query, workspaceId, locale, audience, text, limit: 100 }
            const all = Array.from({ length: 100 }, (_, index) => index)
            const found = [
              ...(await room.index.find(asked)),
              ...(await room.index.load(asked, all)),
            ]
            for (const { title } of found) {
              const place = JSON.parse(title)
              assert.equal(place.workspaceId, workspaceId)
              assert.ok(locale === undefined || place.locale === locale)
              assert.ok(audience === 'agents' || place.audience === 'everyone')
            }
            const due = owners.filter(
              (one) =>
                one.workspaceId === workspaceId &&
                (locale === undefined || one.locale === locale) &&
                (audience === 'agents' || one.audience === 'everyone'),
            )
            assert.equal(found.length >= due.length, true)
          },
        ),
        { numRuns: 60 },
      )
    })
  })
}

function helpers({ storage, index }: OpenIndex) {
  return {
    put: (
      change: Partial<PassageOwner>,
      passage: { text: string; heading?: string; keywords?: string },
    ) =>
      storage.atomically(
        index.replace({ ...owner, ...change }, [{ heading: '', keywords: '', ...passage }]),
      ),
    find: async (change: Partial<TextQuery>) =>
      (await index.find({ ...query, ...change })).map(({ text }) => text),
  }
}
