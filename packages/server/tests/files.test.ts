import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { FileKind, UPLOAD_FIRST_BYTES_MAX } from '@parley/protocol'
import sharp from 'sharp'
import { openAs, openVisitor } from './_harness/raw-client.ts'
import { logOf, post, reasonOf, startedBy } from './_harness/requests.ts'
import { startServer } from './_harness/server.ts'
import { createUploader, pictureFile, stateOf, textFile } from './_harness/uploads.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('a file', () => {
  test('that is small comes in one frame, stands as a message and is loaded whole', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const conversationId = await startedBy(client)
    const uploader = createUploader(client)
    const picture = await pictureFile('pic', '茶 园.png', 300, 200)
    const { file, offset } = stateOf(await uploader.begin(picture))
    assert.equal(offset, picture.bytes.length)
    assert.deepEqual(file, {
      name: '茶 园.png',
      mediaType: 'image/png',
      size: picture.bytes.length,
      kind: FileKind.IMAGE,
      width: 300,
      height: 200,
      hasPreview: true,
      id: sha256(picture.bytes),
    })
    assert.equal((await uploader.post(conversationId, 'pic')).$case, 'posted')
    const log = await logOf(client, conversationId, 50)
    assert.deepEqual(log[1]?.content, { $case: 'file', value: file })
    const { links } = await uploader.links(conversationId, [1, 2, 99])
    assert.deepEqual(
      links.map(({ seq }) => seq),
      [2],
    )
    assert.deepEqual(await server.load(links[0]?.url), picture.bytes)
    // A small picture needs no smaller one.
    assert.equal(links[0]?.previewUrl, links[0]?.url)
  })

  test('that is large comes in chunks, each acked where the next one starts', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const conversationId = await startedBy(client)
    const uploader = createUploader(client)
    const source = textFile('large', 900_000)
    const begun = stateOf(await uploader.begin(source))
    assert.deepEqual(begun, { offset: UPLOAD_FIRST_BYTES_MAX, file: undefined })
    assert.equal(reasonOf(await uploader.post(conversationId, 'large')), 'file_missing')
    const file = await uploader.upload(source)
    assert.equal(file?.id, sha256(source.bytes))
    assert.equal(file?.kind, FileKind.DOCUMENT)
    assert.equal((await uploader.post(conversationId, 'large')).$case, 'posted')
    const { links } = await uploader.links(conversationId, [2])
    assert.deepEqual(await server.load(links[0]?.url), source.bytes)
    assert.equal(links[0]?.previewUrl, '')
  })

  test('that is a large picture has a small one beside it', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const uploader = createUploader(client)
    const photo = await pictureFile('photo', 'photo.jpg', 1200, 900, 'noise')
    assert.ok(photo.bytes.length > UPLOAD_FIRST_BYTES_MAX)
    const file = await uploader.upload(photo)
    assert.deepEqual([file?.width, file?.height, file?.hasPreview], [1200, 900, true])
    const started = await uploader.startWith('photo')
    const { links } = await uploader.links(started.conversation?.id ?? '', [1])
    const preview = await server.load(links[0]?.previewUrl)
    const { format, width, height } = await sharp(preview).metadata()
    assert.deepEqual([format, width, height], ['webp', 640, 480])
  })

  test('that is broken stands without a preview', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const uploader = createUploader(client)
    const photo = await pictureFile('photo', 'photo.jpg', 1200, 900, 'noise')
    for (const length of [60_000, photo.bytes.length >> 1]) {
      const half = { ...photo, clientId: `half-${length}`, bytes: photo.bytes.slice(0, length) }
      const file = await uploader.upload(half)
      assert.deepEqual([file?.kind, file?.hasPreview], [FileKind.IMAGE, false])
    }
  })

  test('may open a conversation, and shows in lists as what it is', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const uploader = createUploader(client)
    assert.equal(reasonOf(await uploader.askToStartWith('one')), 'file_missing')
    await uploader.upload(textFile('one', 1_000))
    const { conversation, posted } = await uploader.startWith('one')
    assert.equal(posted?.seq, 1)
    assert.deepEqual(conversation?.preview, {
      authorKind: 1,
      text: '',
      postedAt: posted?.postedAt,
      fileKind: FileKind.DOCUMENT,
      fileName: 'one.txt',
    })
    const again = await uploader.startWith('one')
    assert.equal(again.conversation?.id, conversation?.id)
    assert.equal(again.posted?.isRepeated, true)
  })

  test('that is posted again stands once', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const conversationId = await startedBy(client)
    const uploader = createUploader(client)
    const source = textFile('twice', 5_000)
    const first = stateOf(await uploader.begin(source))
    assert.deepEqual(stateOf(await uploader.begin(source)), first)
    assert.deepEqual(stateOf(await uploader.begin(source, 0)), first)
    for (const isRepeated of [false, true]) {
      const posted = await uploader.post(conversationId, 'twice')
      assert.equal(posted.$case === 'posted' && posted.value.isRepeated, isRepeated)
    }
    assert.equal((await logOf(client, conversationId, 50)).length, 2)
  })

  test('keeps its place among what is sent without waiting, also when it is just coming in', async () => {
    await using server = await startServer({ PARLEY_GATEWAY_FRAMES_PER_SECOND_MAX: '1000' })
    const client = await openVisitor(server.url, server.channelId)
    const conversationId = await startedBy(client)
    const uploader = createUploader(client)
    const asks: Promise<unknown>[] = []
    const order: string[] = []
    for (let round = 0; round < 20; round += 1) {
      const source = textFile(`file-${round}`, 3_000)
      asks.push(uploader.begin(source), uploader.post(conversationId, source.clientId))
      asks.push(uploader.ask(post(conversationId, `text-${round}`, 'behind it')))
      order.push(source.clientId, `text-${round}`)
      if (round % 5 === 4) await Promise.all(asks)
    }
    const log = await logOf(client, conversationId, 50)
    assert.deepEqual(
      log.slice(1).map(({ clientId }) => clientId),
      order,
    )
  })

  test('with equal content is on disk once, for whoever sent it', async () => {
    await using server = await startServer()
    const [one, other] = [
      createUploader(await openVisitor(server.url, server.channelId)),
      createUploader(await openVisitor(server.url, server.channelId)),
    ]
    const source = textFile('equal', 300_000)
    const small = textFile('small', 3_000)
    for (const uploader of [one, other]) {
      await uploader.upload(source)
      await uploader.upload(small)
    }
    const metrics = await (await server.request('/metrics')).text()
    assert.match(metrics, /^parley_files_stored_bytes 303000$/m)
    assert.match(metrics, /^parley_files_uploaded_total\{kind="document"\} 4$/m)
  })
})

describe('an upload', () => {
  test('that comes among many at once is nobody else’s: each stands once, with its own bytes', async () => {
    await using server = await startServer()
    const people = await Promise.all(
      Array.from({ length: 32 }, async (_, person) => {
        const client = await openVisitor(server.url, server.channelId)
        const conversationId = await startedBy(client)
        const sizes = [16_384, 9, 16_384, 65_536, 65_537, 120_000]
        const files = sizes.map((size, index) => textFile(`${person}-${index}`, size))
        return { client, conversationId, files, uploader: createUploader(client) }
      }),
    )
    await Promise.all(
      people.map(({ conversationId, files, uploader }) =>
        Promise.all(
          files.map(async (file) => {
            await uploader.upload(file)
            await uploader.post(conversationId, file.clientId)
          }),
        ),
      ),
    )
    for (const { client, conversationId, files, uploader } of people) {
      const log = await logOf(client, conversationId, 90)
      assert.equal(log.length, files.length + 1)
      const { links } = await uploader.links(conversationId, [2, 3, 4, 5, 6, 7])
      for (const { seq, url } of links) {
        const file = files.find(({ clientId }) => clientId === log[seq - 1]?.clientId)
        assert.deepEqual(await server.load(url), file?.bytes)
      }
    }
  })

  test('goes on after a cut connection where the last ack was', async () => {
    await using server = await startServer()
    const first = await openAs(server.url, server.channelId, '')
    const source = textFile('resumed', 1_500_000)
    await createUploader(first.client).upload(source, 500_000)
    first.client.socket.terminate()
    const second = await openAs(server.url, server.channelId, first.token)
    const uploader = createUploader(second.client)
    const state = stateOf(await uploader.begin(source, 0))
    assert.ok(state.offset >= 500_000 && state.offset < source.bytes.length)
    assert.equal((await uploader.upload(source))?.id, sha256(source.bytes))
  })

  test('refuses bytes for another place, and says which is right', async () => {
    await using server = await startServer()
    const uploader = createUploader(await openVisitor(server.url, server.channelId))
    const source = textFile('gap', 300_000)
    await uploader.begin(source)
    const gap = await uploader.chunk(source, 100_000)
    assert.equal(reasonOf(gap), 'upload_mismatch')
    assert.match(gap.$case === 'error' ? gap.value.message : '', /Go on at 65536/)
    const tooMany = { ...source, bytes: new Uint8Array(400_000) }
    assert.equal(reasonOf(await uploader.chunk(tooMany, 65_536, 262_144)), 'upload_mismatch')
    assert.equal(reasonOf(await uploader.begin(source, 0, 299_999)), 'upload_mismatch')
    assert.equal((await uploader.upload(source))?.id, sha256(source.bytes))
    assert.equal(reasonOf(await uploader.begin(source, 9, 5_000)), 'upload_mismatch')
  })

  test('that was never begun takes no chunk', async () => {
    await using server = await startServer()
    const uploader = createUploader(await openVisitor(server.url, server.channelId))
    const source = textFile('unbegun', 300_000)
    assert.equal(reasonOf(await uploader.chunk(source, 0)), 'file_missing')
  })

  test('is forgotten when it is cancelled, in the middle and at the end', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const conversationId = await startedBy(client)
    const uploader = createUploader(client)
    const source = textFile('large', 300_000)
    await uploader.begin(source)
    assert.equal((await uploader.cancel('large')).$case, 'done')
    assert.equal(reasonOf(await uploader.chunk(source, 65_536)), 'file_missing')
    await uploader.upload(source)
    await uploader.cancel('large')
    assert.equal(reasonOf(await uploader.post(conversationId, 'large')), 'file_missing')
    assert.match(await (await server.request('/metrics')).text(), /^parley_files_stored_bytes 0$/m)
    await uploader.upload(source)
    assert.equal((await uploader.post(conversationId, 'large')).$case, 'posted')
    await uploader.cancel('large')
    const { links } = await uploader.links(conversationId, [2])
    assert.deepEqual(await server.load(links[0]?.url), source.bytes)
  })
})
