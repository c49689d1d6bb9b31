import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ClientBody } from '@parley/protocol'
import { agentHello, openRaw, openVisitor } from './_harness/raw-client.ts'
import { reasonOf, startedBy } from './_harness/requests.ts'
import { startServer, type TestServer } from './_harness/server.ts'
import { createUploader, type Source, textFile } from './_harness/uploads.ts'

const page = (clientId: string, name: string, words: string): Source => ({
  clientId,
  name,
  bytes: new TextEncoder().encode(words),
})

/** Uploads and posts a file into a fresh conversation; resolves with its link. */
async function linkTo(server: TestServer, source: Source): Promise<string> {
  const client = await openVisitor(server.url, server.channelId)
  const conversationId = await startedBy(client)
  const uploader = createUploader(client)
  await uploader.upload(source)
  await uploader.post(conversationId, source.clientId)
  const { links } = await uploader.links(conversationId, [2])
  return links[0]?.url ?? ''
}

describe('links to files', () => {
  test('are for who may read the conversation', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const conversationId = await startedBy(client)
    const uploader = createUploader(client)
    const source = textFile('mine', 2_000)
    await uploader.upload(source)
    await uploader.post(conversationId, 'mine')
    const ask = {
      $case: 'fetchFileLinks',
      value: { conversationId, seqs: [2] },
    } satisfies ClientBody
    const stranger = createUploader(await openVisitor(server.url, server.channelId))
    assert.equal(reasonOf(await stranger.ask(ask)), 'not_found')
    // The upload itself is its author's alone: nobody else posts it.
    assert.equal(reasonOf(await stranger.askToStartWith('mine')), 'file_missing')
    const email = await server.addAgent('Mei')
    const agent = await openRaw(server.url, { cookie: await server.signIn(email) })
    await agent.ask(1, agentHello)
    const { links } = await createUploader(agent).links(conversationId, [2])
    assert.deepEqual(await server.load(links[0]?.url), source.bytes)
    for (const seqs of [[], Array.from({ length: 51 }, (_, index) => index + 1)]) {
      const body = { $case: 'fetchFileLinks', value: { conversationId, seqs } } as const
      assert.equal(reasonOf(await uploader.ask(body)), 'bad_input')
    }
  })

  test('lead nowhere when they are forged or called something else', async () => {
    await using server = await startServer()
    const url = await linkTo(server, textFile('a', 2_000))
    assert.equal((await server.request(url)).status, 200)
    for (const forged of [
      url.replace(/a\.txt$/, 'a.exe'),
      url.replace(/files\/.{6}/, 'files/AAAAAA'),
      '/files/x/a.txt',
      '/files/',
    ]) {
      assert.equal((await server.request(forged)).status, 404, forged)
    }
  })

  test('to pages, drawings, scripts and programs are downloads that nothing opens', async () => {
    await using server = await startServer()
    for (const source of [
      page('a', 'page.html', '<!doctype html><script>alert(1)</script>'),
      page('b', 'drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      page('c', 'picture.png', '<html><script>alert(1)</script>'),
      page('d', 'feed.xml', '<?xml version="1.0"?><a/>'),
      page('e', 'run.js', 'alert(1)'),
      page('f', 'setup.exe', 'MZ\x90\0\x03\0\0\0'),
      page('g', 'paper.pdf', '%PDF-1.7\n%\xe2\xe3'),
      page('h', 'note.txt', 'only words'),
    ]) {
      const response = await server.request(await linkTo(server, source))
      assert.equal(response.status, 200)
      const header = (name: string) => response.headers.get(name)
      assert.equal(header('content-type'), 'application/octet-stream', source.name)
      assert.match(header('content-disposition') ?? '', /^attachment; filename="/)
      assert.match(header('content-security-policy') ?? '', /^sandbox; default-src 'none'/)
      assert.equal(header('x-content-type-options'), 'nosniff')
      assert.equal(header('cross-origin-resource-policy'), 'same-origin')
      assert.match(header('cache-control') ?? '', /^private, max-age=\d+/)
      assert.deepEqual(new Uint8Array(await response.arrayBuffer()), source.bytes)
    }
  })

  test('say the name in one header, whatever it is', async () => {
    await using server = await startServer()
    const name = '报告 "final"\r\nSet-Cookie: a=b; 100%.txt'
    const url = await linkTo(server, { ...textFile('a', 500), name })
    const response = await server.request(url)
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('set-cookie'), null)
    assert.match(
      response.headers.get('content-disposition') ?? '',
      /^attachment; filename="[^"]*"; filename\*=UTF-8''%E6%8A%A5%E5%91%8A%20%22final%22Set-Cookie/,
    )
    const long = await linkTo(server, { ...textFile('b', 500), name: `${'茶'.repeat(300)}.txt` })
    assert.equal((await server.request(long)).status, 200)
  })

  test('serve parts, so that film can be wound, and nothing twice', async () => {
    await using server = await startServer()
    for (const source of [textFile('small', 5_000), textFile('large', 300_000)]) {
      const url = `${server.url}${await linkTo(server, source)}`
      const get = (headers: Record<string, string>, method = 'GET') =>
        fetch(url, { method, headers })
      const part = await get({ range: 'bytes=1000-1999' })
      assert.equal(part.status, 206)
      assert.equal(part.headers.get('content-range'), `bytes 1000-1999/${source.bytes.length}`)
      assert.deepEqual(new Uint8Array(await part.arrayBuffer()), source.bytes.slice(1000, 2000))
      const end = await get({ range: 'bytes=-10' })
      assert.deepEqual(new Uint8Array(await end.arrayBuffer()), source.bytes.slice(-10))
      assert.equal((await get({ range: 'bytes=9999999-' })).status, 416)
      const head = await get({}, 'HEAD')
      assert.equal(head.headers.get('content-length'), String(source.bytes.length))
      const tag = head.headers.get('etag') ?? ''
      assert.equal((await get({ 'if-none-match': tag })).status, 304)
      assert.equal((await get({ range: 'bytes=0-0', 'if-range': tag })).status, 206)
      assert.equal((await get({ range: 'bytes=0-0', 'if-range': '"other"' })).status, 200)
    }
  })
})
