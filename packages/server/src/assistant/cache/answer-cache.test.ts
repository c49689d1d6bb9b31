import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLexicon } from '../matching/index.ts'
import { type AnswerCacheOptions, createAnswerCache, type RestsOn } from './answer-cache.ts'

const everyone = { workspaceId: 'w1', locale: 'zh-CN', audience: 'everyone' }
const article = (id: string, version = 1): RestsOn => ({ kind: 'article', id, version })
const ask = (text: string, hasEarlier = false) => ({ text, hasEarlier })

function open(options: Partial<AnswerCacheOptions> = {}) {
  const lexicon = createLexicon()
  const cache = createAnswerCache<string>({
    lexiconOf: () => lexicon,
    isPersonal: (_, text) => /\d{11}/.test(text),
    ...options,
  })
  const keep = (text: string, sources = [article('a')], where = everyone) =>
    cache.keep(where, ask(text), {
      answer: `answer to ${text}`,
      text: `answer to ${text}`,
      sources,
      isPersonal: false,
    })
  const find = (text: string, where = everyone) => cache.find(where, ask(text))?.answer
  return { cache, keep, find }
}

describe('the answer cache', () => {
  it('finds the normalised question first, then a near-duplicate', () => {
    const { cache, keep, find } = open()
    keep('怎么退货？')
    assert.equal(find('请问怎么退货呢'), 'answer to 怎么退货？')
    assert.equal(find('怎么申请退货'), 'answer to 怎么退货？')
    assert.equal(find('怎么换货'), undefined)
    assert.deepEqual(cache.figures().hits, { exact: 1, near: 1 })
    assert.equal(cache.figures().misses, 1)
  })

  it('never crosses a workspace, a language or an audience', () => {
    const { keep, find } = open()
    keep('怎么退货')
    for (const other of [{ workspaceId: 'w2' }, { locale: 'en' }, { audience: 'agents' }])
      assert.equal(find('怎么退货', { ...everyone, ...other }), undefined)
    assert.ok(find('怎么退货'))
  })

  it('drops exactly the answers that rest on what changed', () => {
    const { cache, keep, find } = open()
    keep('怎么退货', [article('returns', 3), { kind: 'prompt', id: 'p', version: 1 }])
    keep('怎么付款', [article('payment', 1), { kind: 'prompt', id: 'p', version: 1 }])
    cache.changed('w2', [article('returns', 4)])
    cache.changed('w1', [article('returns', 3), { kind: 'fact', id: 'returns', version: 9 }])
    assert.ok(find('怎么退货'))
    cache.changed('w1', [article('returns', 4)])
    assert.equal(find('怎么退货'), undefined)
    assert.ok(find('怎么付款'))
    cache.changed('w1', [{ kind: 'prompt', id: 'p', version: 2 }])
    assert.equal(find('怎么付款'), undefined)
    assert.equal(cache.figures().dropped.source_changed, 2)
    assert.equal(cache.figures().bytes, 0)
  })

  it('keeps no answer made from a source that changed meanwhile', () => {
    const { cache, keep, find } = open()
    cache.changed('w1', [article('returns', 4)])
    assert.equal(keep('怎么退货', [article('returns', 3)]), 'outdated')
    assert.equal(find('怎么退货'), undefined)
    assert.equal(keep('怎么退货', [article('returns', 4)]), undefined)
    assert.ok(find('怎么退货'))
  })

  it('keeps nothing personal', () => {
    const { cache, keep, find } = open()
    assert.equal(keep('我的手机 13800138000 怎么改'), 'personal')
    const fresh = { text: '好', answer: '好', sources: [], isPersonal: false }
    assert.equal(
      cache.keep(everyone, ask('怎么退货'), { ...fresh, text: '请打 13800138000' }),
      'personal',
    )
    assert.equal(cache.keep(everyone, ask('怎么退货'), { ...fresh, isPersonal: true }), 'personal')
    assert.equal(find('怎么退货'), undefined)
    assert.equal(cache.figures().entries, 0)
  })

  it('leaves out what is understood only in its conversation', () => {
    const { cache } = open()
    const fresh = { text: '好', answer: '好', sources: [], isPersonal: false }
    for (const text of ['那个怎么退货', '那怎么付款', '多久？', 'how about the return policy'])
      assert.equal(cache.keep(everyone, ask(text, true), fresh), 'depends_on_context', text)
    cache.keep(everyone, ask('can I return it'), fresh)
    assert.ok(cache.find(everyone, ask('can I return it')))
    assert.equal(cache.find(everyone, ask('can I return it', true)), undefined)
    cache.keep(everyone, ask('怎么取消订单', true), fresh)
    assert.ok(cache.find(everyone, ask('怎么取消订单', true)))
  })

  it('finds the next best when the best is gone', () => {
    const { cache, keep, find } = open()
    keep('怎么取消订单', [article('a')])
    keep('订单怎么取消', [article('b')])
    cache.changed('w1', [article('a', 2)])
    assert.equal(find('我的订单怎么取消'), 'answer to 订单怎么取消')
    cache.changed('w1', [article('b', 2)])
    assert.equal(find('我的订单怎么取消'), undefined)
  })

  it('tells nobody again what somebody found wrong', () => {
    const { cache, keep, find } = open()
    keep('怎么退货')
    const hit = cache.find(everyone, ask('如何退货'))
    cache.wrong(hit?.entryId ?? '', 'not_helpful')
    assert.equal(find('怎么退货'), undefined)
    assert.equal(cache.figures().wrong.not_helpful, 1)
    assert.equal(cache.figures().dropped.wrong, 1)
  })

  it('forgets an answer when its time is over', () => {
    let now = 1_000
    const { cache, keep, find } = open({ timeToLiveMs: 60_000, now: () => now })
    keep('怎么退货')
    now += 59_000
    assert.ok(find('如何退货'))
    now += 2_000
    assert.equal(find('怎么申请退货'), undefined)
    assert.equal(find('怎么退货'), undefined)
    assert.equal(cache.figures().dropped.time, 1)
  })

  it('holds no more entries and bytes than it may', () => {
    const few = open({ entriesMax: 2 })
    for (const question of ['怎么退货', '怎么付款', '怎么开发票']) few.keep(question)
    assert.equal(few.find('怎么退货'), undefined)
    assert.ok(few.find('怎么开发票'))
    assert.equal(few.cache.figures().dropped.room, 1)
    const small = open({ bytesMax: 4_000 })
    for (const question of ['怎么退货', '怎么付款', '怎么开发票']) small.keep(question)
    assert.equal(small.cache.figures().entries, 2)
    assert.ok(small.cache.figures().bytes <= 4_000)
    assert.equal(small.keep('长'.repeat(4_000)), 'too_large')
  })

  it('starts anew when the words of a workspace change', () => {
    let lexicon = createLexicon()
    const { cache, keep, find } = open({ lexiconOf: () => lexicon })
    keep('怎么退货')
    lexicon = createLexicon({ synonyms: [['退货', '返还']] })
    assert.equal(find('怎么返还'), undefined)
    assert.equal(cache.figures().entries, 0)
    keep('怎么退货')
    assert.ok(find('怎么退货'))
  })

  it('forgets a workspace and leaves the others', () => {
    const { cache, keep, find } = open()
    const other = { ...everyone, workspaceId: 'w2' }
    keep('怎么退货')
    keep('怎么退货', [article('a')], other)
    cache.clear('w1')
    assert.equal(find('怎么退货'), undefined)
    assert.ok(find('怎么退货', other))
  })
})
