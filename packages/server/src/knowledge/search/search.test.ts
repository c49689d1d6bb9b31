import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { demoFile, openKnowledge } from '../../../tests/_harness/knowledge.ts'
import type { SearchQuestion } from '../types.ts'

async function openDemo(change: Parameters<typeof openKnowledge>[0] = {}) {
  const opened = await openKnowledge(change)
  for (const locale of ['zh-CN', 'en'] as const) {
    await opened.room.importFaq(opened.author, {
      format: 'json',
      bytes: await demoFile(`faq.${locale}.json`),
      isPublished: true,
    })
  }
  const find = async (text: string, change: Partial<SearchQuestion> = {}) => {
    const question = { text, audience: 'everyone', ...change } as const
    return (await opened.room.search('w', question, 5)).map(({ title }) => title)
  }
  return { ...opened, find }
}

describe('search', () => {
  test('finds Chinese words of any length, English ones in any form, and both mixed', async () => {
    await using demo = await openDemo()
    assert.equal((await demo.find('退款'))[0], '退款多久到账？')
    assert.equal((await demo.find('券'))[0], '优惠券怎么使用？')
    assert.equal((await demo.find('滤芯多久換'))[0], '净水器滤芯多久换一次？')
    assert.equal(
      (await demo.find('cancelling my orders'))[0],
      'Can I cancel an order after I placed it?',
    )
    assert.equal((await demo.find('扫地机器人 WIFI'))[0], '扫地机器人连不上 Wi-Fi 怎么办？')
    assert.deepEqual(await demo.find('quantum chromodynamics'), [])
    assert.deepEqual(await demo.find('？！ "" * ( ) : ^ -'), [])
  })

  test('keeps to the language and the audience', async () => {
    await using demo = await openDemo()
    const english = await demo.room.search(
      'w',
      { text: 'Wi-Fi 退款', locale: 'en', audience: 'everyone' },
      20,
    )
    assert.deepEqual([...new Set(english.map(({ locale }) => locale))], ['en'])
    const title = '客诉补偿的额度是多少？'
    assert.ok(!(await demo.find('客诉补偿的额度')).includes(title))
    assert.equal((await demo.find('客诉补偿的额度', { audience: 'agents' }))[0], title)
  })

  test('finds nothing of another workspace', async () => {
    await using demo = await openDemo()
    const question = { text: '退款多久到账', audience: 'agents' } as const
    assert.deepEqual(await demo.room.search('other', question, 10), [])
  })

  test('tells nothing before it is valid, nor afterwards', async () => {
    await using demo = await openDemo()
    await demo.room.articles.create(demo.author, {
      kind: 'faq',
      title: 'Black Friday bargains',
      body: 'Half price.',
      locale: 'en',
      isPublished: true,
      validFrom: demo.clock.now + 1_000,
      validUntil: demo.clock.now + 2_000,
    })
    const found: boolean[] = []
    for (const ms of [0, 1_000, 1_000]) {
      demo.clock.now += ms
      found.push((await demo.find('black friday bargains')).includes('Black Friday bargains'))
    }
    assert.deepEqual(found, [false, true, false])
  })

  test('merges what is near in meaning with what has the words', async () => {
    // A stand-in for a model: knows that money back is a refund.
    const embed = async (texts: readonly string[]) =>
      texts.map((text) => Float32Array.of(/refund|money back/i.test(text) ? 1 : 0, 0.1))
    await using demo = await openDemo({ embedder: () => ({ model: 'm', embed }) })
    await demo.room.settled()
    const [best] = await demo.room.search('w', { text: 'refund', audience: 'everyone' }, 5)
    assert.ok(best !== undefined && best.textScore > 0 && (best.similarity ?? 0) > 0.99)
    const nearby = await demo.room.search('w', { text: 'money back', audience: 'everyone' }, 50)
    assert.ok(nearby.some(({ title }) => title === 'When will I get my refund?'))
    assert.deepEqual(demo.failures, [])
  })

  test('goes on with the words when the engine fails', async () => {
    const embedder = () => ({ model: 'm', embed: () => Promise.reject(new Error('engine down')) })
    await using demo = await openDemo({ embedder })
    assert.equal((await demo.find('退款'))[0], '退款多久到账？')
    assert.ok(demo.failures.length > 0)
  })
})
