import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { FRAME_BYTES_MAX, UPLOAD_CHUNK_BYTES_MAX } from '@parley/protocol'
import type { Channel, ChannelFiles } from '@parley/protocol/rest'
import { answerOf } from './_harness/answers.ts'
import { agentHello, openRaw, openVisitor } from './_harness/raw-client.ts'
import { logOf, post, reasonOf, startedBy } from './_harness/requests.ts'
import { startServer, type TestServer } from './_harness/server.ts'
import { temporaryFolder } from './_harness/temporary-folder.ts'
import { createUploader, pictureFile, textFile } from './_harness/uploads.ts'
import { until } from './_harness/wait.ts'

function allow(server: TestServer, files: ChannelFiles) {
  return server.app.channels.change(server.workspaceId, server.channelId, { files })
}

describe('uploads', () => {
  test('take only settings that make sense', async () => {
    await using server = await startServer()
    const cookie = await server.signIn(await server.addAgent('Boss', 'owner'))
    const path = `/api/channels/${server.channelId}`
    const good = { isOn: true, sizeMax: 1_000, kinds: ['image'] }
    for (const files of [
      { ...good, sizeMax: 0 },
      { ...good, sizeMax: 1_073_741_825 },
      { ...good, kinds: ['program'] },
      { ...good, kinds: ['image', 'image'] },
      { ...good, more: 1 },
      { isOn: true },
    ]) {
      const refused = await server.request(path, { method: 'PATCH', body: { files }, cookie })
      assert.equal(refused.status, 400, JSON.stringify(files))
    }
    const changed = await server.request(path, { method: 'PATCH', body: { files: good }, cookie })
    assert.deepEqual((await answerOf<Channel>(changed)).files, good)
  })

  test('are bound by what the channel allows: on or off, size, kinds by content', async () => {
    await using server = await startServer()
    await allow(server, { isOn: true, sizeMax: 100_000, kinds: ['image'] })
    const uploader = createUploader(await openVisitor(server.url, server.channelId))
    assert.equal(reasonOf(await uploader.begin(textFile('a', 100_001))), 'file_too_large')
    assert.equal(reasonOf(await uploader.begin(textFile('b', 50_000))), 'file_type_not_allowed')
    assert.equal(reasonOf(await uploader.begin(textFile('c', 90_000))), 'file_type_not_allowed')
    const disguised = { ...textFile('d', 50_000), name: 'holiday.png' }
    assert.equal(reasonOf(await uploader.begin(disguised)), 'file_type_not_allowed')
    const picture = await pictureFile('e', 'e.png', 20, 20)
    assert.equal((await uploader.begin(picture)).$case, 'uploadState')
    await allow(server, { isOn: false, sizeMax: 100_000, kinds: ['image'] })
    assert.equal(reasonOf(await uploader.begin({ ...picture, clientId: 'f' })), 'not_allowed')
    const email = await server.addAgent('Mei')
    const agent = await openRaw(server.url, { cookie: await server.signIn(email) })
    await agent.ask(1, agentHello)
    const stored = await createUploader(agent).upload(textFile('g', 150_000))
    assert.equal(stored?.size, 150_000)
  })

  test('whose kind shows only at the end are refused there, and leave nothing', async () => {
    await using server = await startServer()
    await allow(server, { isOn: true, sizeMax: 1_000_000, kinds: ['image'] })
    const uploader = createUploader(await openVisitor(server.url, server.channelId))
    const source = textFile('late', 100_000)
    assert.equal((await uploader.begin(source, 0)).$case, 'uploadState')
    assert.equal(reasonOf(await uploader.chunk(source, 0)), 'file_type_not_allowed')
    assert.equal(reasonOf(await uploader.chunk(source, 0)), 'file_missing')
  })

  test('are refused when they are empty or make no sense, and the connection goes on', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const uploader = createUploader(client)
    const source = textFile('a', 1_000)
    assert.equal(
      reasonOf(await uploader.begin({ ...source, bytes: new Uint8Array() })),
      'file_empty',
    )
    assert.equal(reasonOf(await uploader.begin({ ...source, clientId: 'a/b' })), 'bad_input')
    assert.equal(reasonOf(await uploader.begin(source, 1_000, 999)), 'bad_input')
    const large = textFile('b', 200_000)
    assert.equal(reasonOf(await uploader.begin(large, 70_000)), 'bad_input')
    assert.equal((await uploader.begin(large)).$case, 'uploadState')
    assert.equal(reasonOf(await uploader.chunk(large, 65_536, 0)), 'bad_input')
    assert.equal((await uploader.upload(large))?.size, 200_000)
  })

  test('are counted: so many at once through a connection, so many bytes an hour', async () => {
    await using server = await startServer({
      PARLEY_FILES_UPLOADS_PER_SESSION_MAX: '2',
      PARLEY_FILES_VISITOR_BYTES_PER_HOUR_MAX: '400000',
    })
    const client = await openVisitor(server.url, server.channelId)
    const uploader = createUploader(client)
    const [a, b, c] = [textFile('a', 100_000), textFile('b', 100_000), textFile('c', 100_000)]
    await uploader.begin(a)
    await uploader.begin(b)
    assert.equal(reasonOf(await uploader.begin(c)), 'too_many_uploads')
    await uploader.upload(a)
    await uploader.cancel('b')
    assert.equal((await uploader.upload(c))?.size, 100_000)
    const refused = await uploader.begin(textFile('d', 100_001))
    assert.equal(reasonOf(refused), 'too_many_uploads')
    assert.ok(refused.$case === 'error' && refused.value.retryAfterMs > 3_000_000)
    // What is under way already goes on, and others are not concerned.
    assert.equal((await uploader.begin(a)).$case, 'uploadState')
    const other = createUploader(await openVisitor(server.url, server.channelId))
    assert.equal((await other.upload(textFile('d', 100_001)))?.size, 100_001)
  })

  test('find an end where the deployment’s room for files ends', async () => {
    await using server = await startServer({ PARLEY_FILES_TOTAL_BYTES_MAX: '150000' })
    const uploader = createUploader(await openVisitor(server.url, server.channelId))
    await uploader.upload(textFile('a', 100_000))
    for (const size of [60_000, 70_000]) {
      assert.equal(reasonOf(await uploader.begin(textFile('b', size))), 'storage_unavailable')
    }
    assert.equal((await uploader.upload(textFile('c', 50_000)))?.size, 50_000)
  })

  test('are told clearly when the disk fails, while texts go on', async () => {
    await using folder = await temporaryFolder()
    await using server = await startServer({ PARLEY_DATA_DIR: folder.path })
    const client = await openVisitor(server.url, server.channelId)
    const conversationId = await startedBy(client)
    const uploader = createUploader(client)
    const large = textFile('large', 300_000)
    await uploader.begin(large)
    await rm(join(folder.path, 'files', 'parts'), { recursive: true })
    assert.equal(reasonOf(await uploader.chunk(large, 65_536)), 'file_missing')
    assert.equal(reasonOf(await uploader.begin(large)), 'storage_unavailable')
    {
      using database = new DatabaseSync(join(folder.path, 'files', 'blobs.db'))
      database.exec('pragma foreign_keys = off; drop table blobs')
    }
    assert.equal(reasonOf(await uploader.begin(textFile('small', 300))), 'storage_unavailable')
    assert.equal((await client.ask(90, post(conversationId, 'text', 'hi'))).$case, 'posted')
    assert.equal((await logOf(client, conversationId, 91)).length, 2)
  })

  test('may have long frames, and nothing else may', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    client.send(2, post('nowhere', 'long', 'x'.repeat(FRAME_BYTES_MAX + 1)))
    assert.equal((await client.closing()).code, 1009)
    const nobody = await openRaw(server.url)
    const value = { clientId: 'a', offset: 0, bytes: new Uint8Array(UPLOAD_CHUNK_BYTES_MAX) }
    nobody.send(1, { $case: 'uploadChunk', value })
    assert.equal((await nobody.closing()).code, 1009)
    const other = await openVisitor(server.url, server.channelId)
    const long = { ...value, bytes: new Uint8Array(UPLOAD_CHUNK_BYTES_MAX + 1) }
    assert.equal(reasonOf(await other.ask(2, { $case: 'uploadChunk', value: long })), 'bad_input')
  })

  test('that nobody posts for a day are swept at the next start', async () => {
    await using folder = await temporaryFolder()
    const settings = { PARLEY_DATA_DIR: folder.path }
    {
      await using server = await startServer(settings)
      const client = await openVisitor(server.url, server.channelId)
      const conversationId = await startedBy(client)
      const uploader = createUploader(client)
      await uploader.upload(textFile('posted', 100_000))
      await uploader.post(conversationId, 'posted')
      await uploader.upload(textFile('forgotten', 100_000))
      await uploader.upload(textFile('small', 1_000))
      await uploader.upload(textFile('young', 2_000))
    }
    {
      using database = new DatabaseSync(join(folder.path, 'files', 'blobs.db'))
      database.exec(`update files set created_at = 1 where client_id <> 'young'`)
    }
    await using server = await startServer(settings)
    await until('the sweep is done', async () =>
      /^parley_files_stored_bytes 102000$/m.test(await (await server.request('/metrics')).text()),
    )
  })
})
