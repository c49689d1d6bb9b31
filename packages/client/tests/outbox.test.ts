import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createWorld, type World } from './_harness/world.ts'

const say = ({ outbox }: World, text: string, conversationId = 'a') =>
  outbox.post({ conversationId, kind: 'text', text })

const textsOf = ({ server }: World, conversationId = 'a') =>
  (server.logs.get(conversationId) ?? []).map(({ content }) =>
    content?.$case === 'text' ? content.value.text : '',
  )

describe('outbox', () => {
  it('stores a message before it sends it', () => {
    const world = createWorld()
    say(world, 'hi')
    assert.deepEqual(
      world.stored().map(({ text, state }) => [text, state]),
      [['hi', 'sending']],
    )
    assert.equal(world.network.link.toServer.length, 0)
  })

  it('sends one after the other in a conversation, and conversations side by side', async () => {
    const world = createWorld()
    await world.calm()
    for (const text of ['1', '2']) say(world, text, 'a')
    say(world, '3', 'b')
    const sent = world.network.link.toServer.map(({ body }) =>
      body?.$case === 'post' && body.value.content?.$case === 'text'
        ? body.value.content.value.text
        : '',
    )
    assert.deepEqual(sent, ['1', '3'])
    await world.calm()
    assert.deepEqual(textsOf(world), ['1', '2'])
    assert.deepEqual(world.outbox.pending, [])
    assert.deepEqual(world.stored(), [])
  })

  it('sends again what lost its ack, and it stands once', async () => {
    const world = createWorld()
    await world.calm()
    say(world, 'once')
    world.server.serve(world.network.link)
    world.network.link.cut()
    assert.equal(world.outbox.pending.length, 1)
    await world.recover()
    assert.deepEqual(textsOf(world), ['once'])
    assert.deepEqual(world.outbox.pending, [])
  })

  it('goes on after a reload where it was', async () => {
    const world = createWorld()
    await world.calm()
    say(world, '1')
    say(world, '2')
    world.server.serve(world.network.link)
    world.reload()
    say(world, '3')
    await world.recover()
    assert.deepEqual(textsOf(world), ['1', '2', '3'])
  })

  it('lets what follows a start wait for it, and follow it', async () => {
    const world = createWorld()
    await world.calm()
    const started: string[] = []
    world.outbox.subscribe((event) => {
      if (event.type === 'started') started.push(event.started.conversation?.id ?? '')
    })
    say(world, 'hello', '')
    say(world, 'anybody?', '')
    assert.equal(world.network.link.toServer.length, 1)
    await world.calm()
    assert.deepEqual(started, ['conversation-1'])
    assert.deepEqual(textsOf(world, 'conversation-1'), ['hello', 'anybody?'])
  })

  it('starts once, also when the ack of the start is lost', async () => {
    const world = createWorld()
    await world.calm()
    say(world, 'hello', '')
    say(world, 'anybody?', '')
    world.server.serve(world.network.link)
    world.network.link.cut()
    world.reload()
    await world.recover()
    assert.deepEqual([...world.server.logs.keys()], ['conversation-1'])
    assert.deepEqual(textsOf(world, 'conversation-1'), ['hello', 'anybody?'])
  })

  it('waits where it is refused for now, and keeps the order', async () => {
    const world = createWorld()
    await world.calm()
    world.server.refuse('post', 'too_many_requests', 2)
    say(world, '1')
    say(world, '2')
    await world.calm()
    assert.deepEqual(textsOf(world), [])
    await world.recover()
    assert.deepEqual(textsOf(world), ['1', '2'])
  })

  it('gives a refusal the time it asks for, whatever else is posted', async () => {
    const world = createWorld()
    await world.calm()
    world.server.refuse('post', 'too_many_requests')
    say(world, '1')
    await world.calm()
    say(world, '2')
    say(world, 'elsewhere', 'b')
    await world.calm()
    assert.deepEqual(textsOf(world), [])
    assert.deepEqual(textsOf(world, 'b'), ['elsewhere'])
    world.clock.advance(999)
    await world.calm()
    assert.deepEqual(textsOf(world), [])
    world.clock.advance(1)
    await world.calm()
    assert.deepEqual(textsOf(world), ['1', '2'])
  })

  it('asks again after a while when the answer does not come', async () => {
    const world = createWorld()
    await world.calm()
    say(world, 'once')
    world.network.link.toServer.length = 0
    world.clock.advance(20_000)
    await world.calm()
    world.clock.advance(2_000)
    await world.calm()
    assert.deepEqual(textsOf(world), ['once'])
    assert.equal(world.network.links.length, 1)
  })

  it('does not send what no server takes', async () => {
    const world = createWorld()
    await world.calm()
    say(world, '长'.repeat(10_001))
    say(world, '长'.repeat(10_000))
    await world.calm()
    assert.equal(world.outbox.pending.length, 1)
    assert.equal(world.outbox.pending[0]?.failure?.reason, 'text_too_long')
    assert.equal(textsOf(world).length, 1)
  })

  it('lets a person decide on what is refused for good, and holds nobody else up', async () => {
    const world = createWorld()
    await world.calm()
    world.server.refuse('post', 'text_too_long')
    const { clientId } = say(world, 'long')
    say(world, 'short')
    await world.calm()
    assert.deepEqual(textsOf(world), ['short'])
    assert.equal(world.outbox.pending[0]?.state, 'failed')
    assert.equal(world.outbox.pending[0]?.failure?.reason, 'text_too_long')
    world.reload()
    await world.recover()
    assert.equal(world.outbox.pending[0]?.state, 'failed')
    world.outbox.retry(clientId)
    await world.calm()
    assert.deepEqual(textsOf(world), ['short', 'long'])
    world.server.refuse('post', 'text_too_long')
    const other = say(world, 'also long')
    await world.calm()
    world.outbox.discard(other.clientId)
    assert.deepEqual(world.stored(), [])
  })
})
