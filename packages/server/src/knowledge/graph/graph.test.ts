import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import type { GraphFile } from '@parley/protocol/rest/graph'
import { demoFile, openKnowledge } from '../../../tests/_harness/knowledge.ts'
import { nobody } from '../facts.ts'
import { createDictionary } from './dictionary.ts'

const lin = new Set(['email:lin@visitor.example'])
const emma = new Set(['email:emma@visitor.example'])

async function openDemo() {
  const opened = await openKnowledge()
  await opened.room.graph.import(opened.author, 'json', await demoFile('graph.json'), 'demo')
  return {
    ...opened,
    ask: (text: string, intent: string, identities: ReadonlySet<string> = nobody, locale = 'en') =>
      opened.room.graph.ask('w', { text, intent, locale: locale as 'en' }, identities),
  }
}

describe('the dictionary', () => {
  const dictionary = createDictionary<string>()
  for (const name of ['A3', '清风 R5', '清风', 'Skylark', 'Skylark Express', '812', '7', '灶']) {
    dictionary.add(name, name)
  }
  const find = (text: string) => dictionary.find(text, () => true).map(({ value }) => value)

  test('finds the longest name, whole words alone, with or without blanks in Chinese', () => {
    assert.deepEqual(find('清风r5和清风 r5还有清风'), ['清风 R5', '清风 R5', '清风'])
    assert.deepEqual(find('is skylark express or skylark better'), ['Skylark Express', 'Skylark'])
    assert.deepEqual(find('a3空调 a35 ba3 a3'), ['A3', 'A3'])
    assert.deepEqual(find('订单812 8123 7 灶 a 3'), ['812'])
  })

  test('tells the place in the text', () => {
    const [mention] = dictionary.find('我的 清风  r5 坏了', () => true)
    assert.deepEqual(mention, { value: '清风 R5', from: 3, to: 9 })
  })

  test('tells the place of a name at the end, where a longer name might have begun', () => {
    const [mention] = dictionary.find('is it skylark', () => true)
    assert.deepEqual(mention, { value: 'Skylark', from: 6, to: 13 })
  })
})

describe('the graph', () => {
  test('answers with the path, in the visitor’s language', async () => {
    await using demo = await openDemo()
    const answer = await demo.ask('Where is order 812?', 'order_status', lin)
    assert.equal(
      answer?.text,
      'Order 812 was shipped on 3 May with Steadway Home Logistics (tracking number SW20260503812) and is in transit.',
    )
    assert.equal(
      answer.explanation,
      'order 812 → shipped 3 May → carried by Steadway Home Logistics',
    )
    assert.equal(answer.isPersonal, true)
    // The intent, three entities and the two ties between them.
    assert.equal(answer.sources.length, 6)
    const chinese = await demo.ask('霜岭冰箱保修多久', 'product_warranty', nobody, 'zh-CN')
    assert.equal(chinese?.text, '霜岭 F45 冰箱属于大家电，整机保修 3 年。')
    assert.equal(chinese.isPersonal, false)
    const both = await demo.ask('哪里有清风R5', 'product_stock', nobody, 'zh-CN')
    assert.equal(both?.text, '清风 R5 扫地机器人在栖光杭州店、栖光上海店有货。')
    const waiting = await demo.ask('订单820到哪了', 'order_status', lin, 'zh-CN')
    assert.equal(waiting?.text, '订单 820 目前备货中。')
  })

  test('gives no answer with a gap', async () => {
    await using demo = await openDemo()
    // Projectors have no energy class.
    await demo.room.graph.putIntent(demo.author, {
      key: 'product_energy',
      subject: 'product',
      answers: [{ path: [], templates: { en: '{0} has the energy class {0.energy}.' } }],
    })
    assert.equal(await demo.ask('V8', 'product_energy'), undefined)
    assert.equal(
      (await demo.ask('F45', 'product_energy'))?.text,
      'Frostline F45 has the energy class 1.',
    )
  })

  test('tells what is personal only to the one whose it is', async () => {
    await using demo = await openDemo()
    const graph = await demo.room.graph.of('w')
    for (const identities of [nobody, emma]) {
      assert.equal(await demo.ask('order 812', 'order_status', identities), undefined)
      const asking = { identities, now: demo.clock.now }
      assert.deepEqual(graph.lookup('order 812', asking), [])
    }
  })

  test('tells a fact while it is valid', async () => {
    await using demo = await openDemo()
    const { author, clock, room } = demo
    const now = clock.now
    await room.graph.putRelation(author, {
      from: 'product:kettle-k1',
      type: 'stocked_at',
      to: 'shop:hangzhou',
      validFrom: now + 10,
      validUntil: now + 20,
    })
    const told: (number | null | undefined)[] = []
    for (const at of [9, 10, 19, 20]) {
      clock.now = now + at
      told.push((await demo.ask('K1', 'product_stock'))?.validUntil)
    }
    assert.deepEqual(told, [undefined, now + 20, now + 20, undefined])
  })

  test('keeps every version, tells what changed, and leaves what is the same', async () => {
    await using demo = await openDemo()
    const { author, events, room } = demo
    const again = await room.graph.import(author, 'json', await demoFile('graph.json'), 'demo')
    assert.deepEqual([again.created, again.changed], [0, 0])
    assert.equal(events.length, 1)
    const price = (amount: string) =>
      room.graph.putEntity(author, {
        key: 'thing',
        type: 'product',
        name: 'Thingamajig',
        attributes: { price: amount },
      })
    await price('¥1')
    await price('¥2')
    const answer = await demo.ask('thingamajig', 'product_price')
    assert.equal(answer?.text, 'Thingamajig costs ¥2.')
    const id = answer.steps[0]?.factId ?? ''
    assert.deepEqual(events.at(-1)?.sources, [{ kind: 'fact', id, version: 2 }])
    const versions = await room.graph.versions('w', id)
    assert.deepEqual(
      versions.map(({ version }) => version),
      [2, 1],
    )
    await room.graph.remove(author, id)
    assert.deepEqual(events.at(-1)?.sources, [{ kind: 'fact', id, version: 0 }])
    assert.equal(await demo.ask('thingamajig', 'product_price'), undefined)
    assert.equal((await room.graph.versions('w', id))[0]?.fact, null)
  })

  test('loses an entity’s relations with it', async () => {
    await using demo = await openDemo()
    const before = await demo.room.graph.of('w')
    const { id } = before.entity('category:large') ?? { id: '' }
    await demo.room.graph.remove(demo.author, id)
    const after = await demo.room.graph.of('w')
    assert.equal(before.relations.length - after.relations.length, 4)
  })

  test('of another workspace is not there', async () => {
    await using demo = await openDemo()
    assert.deepEqual((await demo.room.graph.of('other')).entities, [])
    const fact = (await demo.room.graph.of('w')).entities[0]
    const stranger = { workspaceId: 'other', agentId: 'b' }
    const removal = demo.room.graph.remove(stranger, fact?.id ?? '')
    await assert.rejects(removal, { reason: 'not_found' })
    const history = demo.room.graph.versions('other', fact?.id ?? '')
    await assert.rejects(history, { reason: 'not_found' })
  })

  test('shows what lies around an entity', async () => {
    await using demo = await openDemo()
    const view = await demo.room.graph.view('w', { around: 'shop:chengdu' })
    assert.deepEqual(view.entities.map(({ key }) => key).sort(), [
      'product:cooker-c2',
      'product:fridge-f45',
      'shop:chengdu',
    ])
    assert.equal(view.relations.length, 2)
  })
})

test('the guide’s example answers as the guide says', async () => {
  await using opened = await openKnowledge()
  const guide = await readFile(new URL('../../../../../docs/knowledge.md', import.meta.url), 'utf8')
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(guide) ?? []
  await opened.room.graph.import(opened.author, 'json', Buffer.from(example), 'guide')
  const question = { text: 'where is order 812', intent: 'order_status', locale: 'en' } as const
  const identities = new Set(['email:lin@example.com'])
  const answer = await opened.room.graph.ask('w', question, identities)
  assert.equal(answer?.explanation, 'order 812 → shipped 3 May → carried by Skylark')
  assert.equal(answer.text, 'Order 812 was shipped on 3 May with Skylark, phone 400-000-0201.')
})

describe('an import', () => {
  const put = async (file: GraphFile | string, format: 'json' | 'csv' = 'json') => {
    await using opened = await openKnowledge()
    const bytes = Buffer.from(typeof file === 'string' ? file : JSON.stringify(file))
    try {
      return await opened.room.graph.import(opened.author, format, bytes, 'file')
    } catch (error) {
      const { entities, relations } = await opened.room.graph.of('w')
      assert.deepEqual([...entities, ...relations], [], 'a bad file changed something')
      return (error as Error).message
    }
  }

  test('takes CSV with attributes in two languages, and relations', async () => {
    await using opened = await openKnowledge()
    const { author, room } = opened
    const things =
      'Key,Type,Name,name@zh-CN,aliases,price,valid_until\nk,product,Kettle,水壶,"pot|kettle, red",¥9,2027-01-01\ns,shop,Shop,,,,\n'
    const ties = 'from;type;to;validFrom\nk;sold_at;s;2026-01-01\n'
    assert.equal((await room.graph.import(author, 'csv', Buffer.from(things), 'a')).created, 2)
    assert.equal((await room.graph.import(author, 'csv', Buffer.from(ties), 'b')).created, 1)
    const graph = await room.graph.of('w')
    const { id: _, version: __, changedAt: ___, ...kettle } = graph.entity('k') ?? {}
    assert.deepEqual(kettle, {
      key: 'k',
      type: 'product',
      name: 'Kettle',
      names: { 'zh-CN': '水壶' },
      aliases: ['pot', 'kettle, red'],
      attributes: { price: '¥9' },
      source: 'a',
      validUntil: Date.UTC(2027, 0, 1),
    })
    const [tie] = graph.outgoing('k')
    assert.deepEqual([tie?.to, tie?.validFrom], ['s', Date.UTC(2026, 0, 1)])
  })

  test('refuses with the lines, and changes nothing', async () => {
    const messages = [
      await put('key,type,name\na,product,A\nb,Product!,B\nc,product,\n', 'csv'),
      await put('key,type,name\na,product,A\na,product,B\n', 'csv'),
      await put('from,type,to\nx,likes,y\n', 'csv'),
      await put('key,type,name\na,product,A,more\n', 'csv'),
      await put('key,type,name\na,"product,A\n', 'csv'),
      await put('{"entities":[{"key":"a"}]}'),
      await put('{"entities":'),
      await put({ relations: [{ from: 'a', type: 'b', to: 'c', validFrom: 2, validUntil: 1 }] }),
    ].map(String)
    for (const [index, part] of [
      /^Line 3: .*\nLine 4: /,
      /^Line 3: says the same as Line 2/,
      /Line 2: there is no entity with the key "x"/,
      /^Line 2 has 4 cells, the first line 3/,
      /^The quote in line 2 is not closed/,
      /^entities\[0\]: /,
      /^The file is no JSON/,
      /^relations\[0\]: is valid until before/,
    ].entries()) {
      assert.match(messages[index] ?? '', part)
    }
  })
})
