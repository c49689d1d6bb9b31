import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { FileKind, UPLOAD_FIRST_BYTES_MAX } from '@parley/protocol'
import sharp from 'sharp'
import { openVisitor } from './_harness/raw-client.ts'
import { logOf, reasonOf, startedBy } from './_harness/requests.ts'
import { startServer } from './_harness/server.ts'
import { createUploader, stateOf, textFile } from './_harness/uploads.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('a file', () => {
  test('that is small comes in one frame, stands as a message and is loaded whole', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const conversationId = await startedBy(client)
    const uploader = createUploader(client)
    const picture = {
      clientId: 'pic',
      name: '茶 园.png',
      bytes: new Uint8Array(
        await sharp({ create: { width: 300, height: 200, channels: 3, background: '#4a7' } })
          .png()
          .toBuffer(),
      ),
    }
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
    const posted = await uploader.post(conversationId, 'pic')
    assert.equal(posted.$case, 'posted')
    const log = await logOf(client, conversationId, 50)
    assert.deepEqual(log[1]?.content, { $case: 'file', value: file })
    const { links } = await uploader.links(conversationId, [1, 2, 99])
    assert.deepEqual(
      links.map(({ seq }) => seq),
      [2],
    )
    const response = await server.request(links[0]?.url ?? '')
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-type'), 'image/png')
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), picture.bytes)
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
    const response = await server.request(links[0]?.url ?? '')
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), source.bytes)
  })
})
