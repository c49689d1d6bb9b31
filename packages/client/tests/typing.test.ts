import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AuthorKind } from '@parley/protocol'
import { createTyping } from '../src/index.ts'
import { createWorld, type World } from './_harness/world.ts'

async function openTyping({ isPreviewOn = true } = {}) {
  const world = createWorld()
  await world.calm()
  const typing = createTyping(world.connection, world.clock)
  typing.isPreviewOn = isPreviewOn
  return { world, typing }
}

/** What has been told and not taken by the server yet. */
const toldBy = ({ network }: World) =>
  network.link.toServer.splice(0).flatMap(({ body }) => {
    if (body?.$case !== 'typing') return []
    const { conversationId, isTyping, text } = body.value
    return [`${conversationId} ${isTyping ? `types ${text}` : 'stops'}`]
  })

const typed = (conversationId: string, text: string, isTyping = true) => ({
  conversationId,
  authorKind: AuthorKind.AGENT,
  authorId: 'agent-1',
  authorName: 'Anna',
  isTyping,
  text,
})

describe('typing', () => {
  it('tells the first key at once, and the rest now and then', async () => {
    const { world, typing } = await openTyping()
    typing.typed('a', 'h')
    assert.deepEqual(toldBy(world), ['a types h'])
    for (const text of ['he', 'hel', 'hell', 'hello']) {
      world.clock.advance(100)
      typing.typed('a', text)
    }
    assert.deepEqual(toldBy(world), [])
    world.clock.advance(800)
    assert.deepEqual(toldBy(world), ['a types hello'])
  })

  it('keeps the text to itself where previews are off', async () => {
    const { world, typing } = await openTyping({ isPreviewOn: false })
    typing.typed('a', 'my card number is')
    assert.deepEqual(toldBy(world), ['a types '])
  })

  it('ends with a pause, with an empty text, and with what is sent', async () => {
    const { world, typing } = await openTyping()
    typing.typed('a', 'h')
    world.clock.advance(5_000)
    assert.equal(toldBy(world).at(-1), 'a stops')
    typing.typed('a', 'hi')
    typing.typed('a', ' ')
    assert.deepEqual(toldBy(world), ['a types hi', 'a stops'])
    typing.typed('a', 'hi')
    typing.stop()
    typing.stop()
    assert.deepEqual(toldBy(world), ['a types hi', 'a stops'])
    world.clock.advance(10_000)
    assert.deepEqual(toldBy(world), [])
  })

  it('ends in one conversation when it begins in another, and needs one', async () => {
    const { world, typing } = await openTyping()
    typing.typed('', 'not yet started')
    typing.typed('a', 'one')
    typing.typed('b', 'other')
    assert.deepEqual(toldBy(world), ['a types one', 'a stops', 'b types other'])
  })

  it('believes that somebody types until it hears otherwise, or nothing for long', async () => {
    const { world, typing } = await openTyping()
    const names = () => [...typing.typists].map(([id, { name, text }]) => `${id} ${name} ${text}`)
    typing.changed(typed('a', 'wh'))
    typing.changed(typed('b', 'ok'))
    const before = typing.typists
    world.clock.advance(5_000)
    typing.changed(typed('a', 'what'))
    assert.notEqual(typing.typists, before)
    assert.deepEqual(names(), ['a Anna what', 'b Anna ok'])
    world.clock.advance(3_000)
    assert.deepEqual(names(), ['a Anna what'])
    typing.heard('a')
    assert.deepEqual(names(), [])
    typing.changed(typed('a', 'more'))
    typing.changed(typed('a', '', false))
    assert.deepEqual(names(), [])
  })

  it('tells nobody and leaves no timer after its end', async () => {
    const { world, typing } = await openTyping()
    const before = world.clock.timers
    let told = 0
    typing.subscribe(() => {
      told += 1
    })
    typing.typed('a', 'h')
    typing.changed(typed('a', 'wh'))
    assert.equal(told, 1)
    typing.close()
    assert.equal(world.clock.timers, before)
  })
})
