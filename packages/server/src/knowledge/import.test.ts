import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { SiteImport } from '@parley/protocol/rest/knowledge'
import fc from 'fast-check'
import { openKnowledge } from '../../tests/_harness/knowledge.ts'
import { until } from '../../tests/_harness/wait.ts'

type Opened = Awaited<ReturnType<typeof openKnowledge>>

const importFaq = ({ room, author }: Opened, file: string, format: 'csv' | 'json' = 'csv') =>
  room.importFaq(author, { format, bytes: Buffer.from(file), isPublished: true })

describe('importing FAQ entries', () => {
  test('creates, changes and leaves alone, by key and language', async () => {
    await using opened = await openKnowledge()
    const head = 'key,question,phrasings,answer,locale,tags,audience\n'
    const first = `${head}a,How?,In what way?|By what means?,"So, so",en,x|y,\nb,Why?,,Because.,en,,agents\n`
    assert.deepEqual(await importFaq(opened, first), { created: 2, changed: 0, unchanged: 0 })
    const second = first.replace('Because.', 'No reason.')
    assert.deepEqual(await importFaq(opened, second), { created: 0, changed: 1, unchanged: 1 })
    const entries = [...(await opened.room.faq('w'))].sort((a, b) => (a.key < b.key ? 1 : -1))
    assert.deepEqual(
      entries.map(({ key, answer, version, phrasings, audience, tags }) =>
        JSON.stringify([key, answer, version, phrasings, audience, tags]),
      ),
      [
        '["b","No reason.",2,[],"agents",[]]',
        '["a","So, so",1,["In what way?","By what means?"],"everyone",["x","y"]]',
      ],
    )
  })

  test('refuses a bad file with every line, and changes nothing', async () => {
    await using opened = await openKnowledge()
    const file =
      'question,answer,locale,valid_until,audience\nGood?,Yes.,en,,\n,No question.,en,,\nWhen?,Now.,fr,soon,all\nGood?,Again.,en,,\n'
    await assert.rejects(importFaq(opened, file), (error: Error) => {
      assert.match(error.message, /Line 3: has no question/)
      assert.match(error.message, /Line 4: "validUntil" must be a day/)
      assert.match(error.message, /Line 4: has no locale; allowed are zh-CN and en/)
      assert.match(error.message, /Line 4: has the audience "all"/)
      assert.match(error.message, /Line 5: has the same key as Line 2/)
      return true
    })
    assert.deepEqual(await opened.room.faq('w'), [])
    await assert.rejects(importFaq(opened, '{"entries":{}}', 'json'), { reason: 'bad_input' })
  })

  test('brings back every text as it was, through CSV', async () => {
    await using opened = await openKnowledge()
    const text = fc
      .array(fc.constantFrom('退款', 'a', '"', ',', ';', '\n', '|', ' ', '😀', "'", '=', '；'), {
        minLength: 1,
        maxLength: 20,
      })
      .map((parts) => `q${parts.join('')}q`)
    const quote = (value: string) => `"${value.replaceAll('"', '""')}"`
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(text, { minLength: 1, maxLength: 8 }), async (texts) => {
        const rows = texts.map((one, index) => `${index},${quote(one)},${quote(one)},en`)
        await importFaq(opened, `key,question,answer,locale\n${rows.join('\r\n')}`)
        const entries = await opened.room.faq('w')
        const byKey = new Map(entries.map((entry) => [entry.key, entry]))
        for (const [index, one] of texts.entries()) {
          assert.equal(byKey.get(`${index}`)?.answer, one)
          assert.equal(byKey.get(`${index}`)?.question, one.replaceAll(/\s+/g, ' '))
        }
      }),
      { numRuns: 12 },
    )
  })
})

describe('importing documents', () => {
  test('makes a new version of the same name, and says of each file what became of it', async () => {
    await using opened = await openKnowledge()
    const put = (text: string) =>
      opened.room.importDocument(opened.author, {
        name: 'care.md',
        bytes: Buffer.from(text),
        locale: 'en',
        isPublished: true,
      })
    const first = await put('# Care\n\nDescale the kettle monthly.')
    assert.equal(first.outcome, 'created')
    assert.equal((await put('# Care\n\nDescale the kettle monthly.')).outcome, 'unchanged')
    assert.equal((await put('# Care\n\nDescale the kettle weekly.')).outcome, 'changed')
    const found = await opened.room.search('w', { text: 'descale', audience: 'everyone' }, 5)
    assert.deepEqual(
      found.map(({ title, heading, text, source, version }) => [
        title,
        heading,
        text,
        source,
        version,
      ]),
      [['Care', 'Care', 'Descale the kettle weekly.', 'care.md', 2]],
    )
    assert.equal(found[0]?.articleId, first.articleId)
  })
})

describe('importing a site', () => {
  const pages: Record<string, string> = {
    '/sitemap.xml': `<sitemapindex><sitemap><loc>https://shop.example/more.xml</loc></sitemap></sitemapindex>`,
    '/more.xml': `<urlset><url><loc>https://shop.example/a?x=1&amp;y=2</loc></url>
      <url><loc>https://shop.example/gone</loc></url><url><loc>https://evil.example/b</loc></url></urlset>`,
    '/a': '<title>Delivery</title><p>We deliver teapots by balloon.</p>',
  }

  async function importSite(sitemapUrl: string) {
    const asked: string[] = []
    const opened = await openKnowledge({
      outside: () => async (url) => {
        asked.push(String(url))
        const page = pages[new URL(url).pathname]
        return page === undefined ? new Response('', { status: 404 }) : new Response(page)
      },
    })
    const { room, author } = opened
    const { id } = room.sites.start(author, { sitemapUrl, locale: 'en', isPublished: true })
    const second = () => room.sites.start(author, { sitemapUrl, locale: 'en' })
    assert.throws(second, { reason: 'conflict' })
    const state = (): SiteImport => room.sites.find('w', id)
    await until('the import has ended', () => state().state !== 'running')
    assert.throws(() => room.sites.find('other', id), { reason: 'not_found' })
    return { ...opened, asked, state: state() }
  }

  test('takes over the pages of its own host, each with its outcome', async () => {
    await using site = await importSite('https://shop.example/sitemap.xml')
    assert.equal(site.state.state, 'done')
    assert.deepEqual(
      site.state.outcomes.map(({ name, outcome, problem }) => [name, outcome, problem]),
      [
        ['https://shop.example/a?x=1&y=2', 'created', ''],
        ['https://shop.example/gone', 'failed', 'The site answered with 404.'],
      ],
    )
    assert.ok(site.asked.every((url) => new URL(url).host === 'shop.example'))
    const [found] = await site.room.search('w', { text: 'balloon', audience: 'everyone' }, 1)
    assert.equal(found?.source, 'https://shop.example/a?x=1&y=2')
  })

  test('says why it failed as a whole', async () => {
    await using site = await importSite('https://shop.example/a')
    assert.equal(site.state.state, 'failed')
    assert.equal(site.state.problem, 'This is no sitemap: it names no pages.')
  })
})
