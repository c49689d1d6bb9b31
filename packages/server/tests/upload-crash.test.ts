import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { startProcess } from './_harness/process.ts'
import { agentHello, openAs, openRaw } from './_harness/raw-client.ts'
import { logOf, startedBy } from './_harness/requests.ts'
import { hireStaff, signInStaff } from './_harness/staff.ts'
import { temporaryFolder } from './_harness/temporary-folder.ts'
import { createUploader, stateOf, textFile } from './_harness/uploads.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('a killed server goes on with an upload where its last ack was, and it stands once, whole', async () => {
  await using folder = await temporaryFolder()
  const { channelId, emails } = await hireStaff(folder.path, 1)
  await using server = await startProcess('start', folder.path)
  const source = textFile('survivor', 3_000_000)
  const small = textFile('small', 20_000)
  const first = await openAs(server.url, channelId, '')
  const conversationId = await startedBy(first.client)
  const uploader = createUploader(first.client)
  await uploader.upload(small)
  await uploader.upload(source, 1_000_000)
  // Killed while the next pieces are on their way.
  first.client.send(5_000, {
    $case: 'uploadChunk',
    value: {
      clientId: 'survivor',
      offset: 1_114_112,
      bytes: source.bytes.slice(1_114_112, 1_300_000),
    },
  })
  await server.kill()
  await server.start()

  const second = await openAs(server.url, channelId, first.token)
  const again = createUploader(second.client)
  const state = stateOf(await again.begin(source, 0))
  assert.ok(state.offset >= 1_000_000 && state.offset < source.bytes.length, `${state.offset}`)
  const file = await again.upload(source)
  assert.equal(file?.id, sha256(source.bytes))
  await server.kill()
  await server.start()

  // Whole before the kill: nothing is uploaded again, and the posts go in.
  const third = await openAs(server.url, channelId, first.token)
  const last = createUploader(third.client)
  assert.deepEqual(stateOf(await last.begin(source, 0)).file, file)
  for (const clientId of ['survivor', 'small', 'survivor', 'small']) {
    assert.equal((await last.post(conversationId, clientId)).$case, 'posted')
  }
  const log = await logOf(third.client, conversationId, 9_000)
  assert.deepEqual(
    log.map(({ clientId, content }) => [clientId, content?.$case]),
    [
      [log[0]?.clientId, 'text'],
      ['survivor', 'file'],
      ['small', 'file'],
    ],
  )
  const cookie = await signInStaff(server.url, emails[0] ?? '')
  const agent = await openRaw(server.url, { cookie })
  await agent.ask(1, agentHello)
  const { links } = await createUploader(agent).links(conversationId, [2, 3])
  const loaded = await Promise.all(
    links.map(async ({ url }) => {
      const response = await fetch(`${server.url}${url}`)
      return sha256(new Uint8Array(await response.arrayBuffer()))
    }),
  )
  assert.deepEqual(loaded, [sha256(source.bytes), sha256(small.bytes)])
  await server.stop()
})
