import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settle } from './_harness/clock.ts'
import { digestOf } from './_harness/model-files.ts'
import { createWorld, makeFile, sendFile, type World } from './_harness/world.ts'

/** What stands in the log: texts, and files by name, marked when they did not come whole. */
const logOf = ({ server }: World, whole: ReturnType<typeof makeFile>[], conversationId = 'a') => {
  const digests = new Set(whole.map(({ all }) => digestOf(all)))
  return (server.logs.get(conversationId) ?? []).map(({ content }) => {
    if (content?.$case === 'text') return content.value.text
    if (content?.$case !== 'file') return '?'
    return digests.has(content.value.id) ? content.value.name : `${content.value.name} broken`
  })
}

const say = ({ outbox }: World, text: string, conversationId = 'a') =>
  outbox.post({ conversationId, kind: 'text', text })

const framesTo = ({ network }: World) =>
  network.link.toServer.map(({ body }) => body?.$case).filter((kind) => kind !== 'heartbeat')

/** Carries frames until the server has so many bytes of the upload on disk. */
async function uploadUntil(world: World, clientId: string, offset: number): Promise<void> {
  for (let turn = 0; turn < 1_000; turn += 1) {
    if ((world.server.files.uploads.get(clientId)?.offset ?? 0) >= offset) return
    await settle()
    if (!world.server.serve(world.network.link)) world.network.link.deliver()
  }
  assert.fail(`the upload never came to ${offset} bytes`)
}

describe('uploads', () => {
  it('bring a small file in one frame, and its message behind it', async () => {
    const world = createWorld()
    await world.calm()
    const file = makeFile(65_536)
    sendFile(world, file)
    await settle()
    assert.deepEqual(framesTo(world), ['beginUpload'])
    await world.calm()
    assert.deepEqual(logOf(world, [file]), ['65536.bin'])
    assert.deepEqual(world.outbox.pending, [])
    assert.equal(world.keptFiles.size, 0)
  })

  it('bring a large one in pieces, two ahead, and tell how far they are', async () => {
    const world = createWorld()
    await world.calm()
    const file = makeFile(1_000_000)
    const { clientId } = sendFile(world, file)
    const told: number[] = []
    world.outbox.subscribe(() => {
      const [message] = world.outbox.pending
      if (message?.state === 'uploading' && message.sentBytes) told.push(message.sentBytes)
    })
    await uploadUntil(world, clientId, 65_536)
    world.network.link.deliver()
    await settle()
    await settle()
    assert.deepEqual(framesTo(world), ['uploadChunk', 'uploadChunk'])
    await world.calm()
    assert.deepEqual(logOf(world, [file]), ['1000000.bin'])
    assert.deepEqual(
      told,
      [...told].sort((one, other) => one - other),
    )
    assert.equal(told.at(-1), 1_000_000)
  })

  it('go on after a loss where the disk is, not from the start', async () => {
    const world = createWorld()
    await world.calm()
    const file = makeFile(900_000)
    const { clientId } = sendFile(world, file)
    await uploadUntil(world, clientId, 300_000)
    const { offset = 0 } = world.server.files.uploads.get(clientId) ?? {}
    world.network.link.cut()
    world.connection.retryNow()
    world.network.link.open()
    const seen: number[] = []
    for (let turn = 0; turn < 200; turn += 1) {
      await settle()
      for (const { body } of world.network.link.toServer) {
        if (body?.$case === 'uploadChunk') seen.push(body.value.offset)
      }
      if (!world.server.serve(world.network.link)) world.network.link.deliver()
    }
    assert.equal(Math.min(...seen), offset)
    assert.deepEqual(logOf(world, [file]), ['900000.bin'])
  })

  it('hold no text up, and stand behind those that were said meanwhile', async () => {
    const world = createWorld()
    await world.calm()
    const file = makeFile(600_000)
    say(world, 'look')
    const { clientId } = sendFile(world, file)
    await uploadUntil(world, clientId, 100_000)
    say(world, 'it takes a while')
    await world.calm()
    assert.deepEqual(logOf(world, [file]), ['look', 'it takes a while', '600000.bin'])
  })

  it('start a conversation, also when a text overtakes the file', async () => {
    const alone = createWorld()
    await alone.calm()
    const small = makeFile(10)
    sendFile(alone, small, '')
    await alone.calm()
    assert.deepEqual(logOf(alone, [small], 'conversation-1'), ['10.bin'])
    assert.deepEqual(alone.outbox.pending, [])

    const world = createWorld()
    await world.calm()
    const file = makeFile(600_000)
    sendFile(world, file, '')
    say(world, 'hello', '')
    await world.calm()
    assert.deepEqual([...world.server.logs.keys()], ['conversation-1'])
    assert.deepEqual(logOf(world, [file], 'conversation-1'), ['hello', '600000.bin'])
  })

  it('go on after a reload with the bytes that were kept', async () => {
    const world = createWorld()
    await world.calm()
    const file = makeFile(500_000)
    const { clientId } = sendFile(world, file)
    await uploadUntil(world, clientId, 100_000)
    world.reload()
    await world.recover()
    assert.deepEqual(logOf(world, [file]), ['500000.bin'])
    assert.deepEqual(world.outbox.pending, [])
  })

  it('ask for the file again when its bytes went with the page, unless it is whole', async () => {
    const world = createWorld()
    await world.calm()
    const { clientId } = sendFile(world, makeFile(500_000))
    await uploadUntil(world, clientId, 100_000)
    world.keptFiles.clear()
    world.reload()
    await world.recover()
    assert.equal(world.outbox.pending[0]?.failure?.reason, 'file_gone')
    world.outbox.discard(clientId)
    await world.calm()
    assert.equal(world.server.files.uploads.size, 0)

    const small = makeFile(500)
    sendFile(world, small)
    await settle()
    world.server.serve(world.network.link)
    world.keptFiles.clear()
    world.reload()
    await world.recover()
    assert.deepEqual(logOf(world, [small]), ['500.bin'])
  })

  it('are cancelled at any time, here and on the server', async () => {
    const world = createWorld()
    await world.calm()
    const { clientId } = sendFile(world, makeFile(900_000))
    await uploadUntil(world, clientId, 300_000)
    world.outbox.discard(clientId)
    await world.recover()
    assert.deepEqual(world.outbox.pending, [])
    assert.equal(world.server.files.uploads.size, 0)
    assert.equal(world.server.logs.get('a'), undefined)
    assert.equal(world.keptFiles.size, 0)
  })

  it('are not posted by one tab when another has cancelled them', async () => {
    const world = createWorld()
    await world.calm()
    const { clientId } = sendFile(world, makeFile(500_000))
    await uploadUntil(world, clientId, 100_000)
    world.reload()
    world.settleStored()
    await world.recover()
    assert.equal(world.server.logs.get('a'), undefined)
    assert.deepEqual(world.outbox.pending, [])
  })

  it('begin again when the server has forgotten the file', async () => {
    const world = createWorld()
    await world.calm()
    const file = makeFile(100_000)
    world.server.refuse('post', 'too_many_requests')
    const { clientId } = sendFile(world, file)
    await world.calm()
    world.server.files.forget(clientId)
    await world.recover()
    assert.deepEqual(logOf(world, [file]), ['100000.bin'])
  })

  it('begin anew when the server lost the part in the middle', async () => {
    const world = createWorld()
    await world.calm()
    const file = makeFile(700_000)
    const { clientId } = sendFile(world, file)
    await uploadUntil(world, clientId, 200_000)
    world.server.files.forget(clientId)
    await world.recover()
    assert.deepEqual(logOf(world, [file]), ['700000.bin'])
  })

  it('fail with the reason where waiting does not help, wait where it does, and can be retried', async () => {
    const world = createWorld()
    await world.calm()
    const file = makeFile(10)
    world.server.refuse('beginUpload', 'file_type_not_allowed')
    const { clientId } = sendFile(world, file)
    say(world, 'next')
    await world.calm()
    assert.equal(world.outbox.pending[0]?.state, 'failed')
    assert.equal(world.outbox.pending[0]?.failure?.reason, 'file_type_not_allowed')
    assert.deepEqual(logOf(world, [file]), ['next'])
    world.server.refuse('beginUpload', 'too_many_uploads')
    world.outbox.retry(clientId)
    await world.recover()
    assert.deepEqual(logOf(world, [file]), ['next', '10.bin'])
  })

  it('leave no timer behind', async () => {
    const world = createWorld()
    await world.calm()
    sendFile(world, makeFile(900_000))
    world.server.refuse('beginUpload', 'overloaded')
    await world.calm()
    world.close()
    await settle()
    assert.equal(world.clock.timers, 0)
  })
})
