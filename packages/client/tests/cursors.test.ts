import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createCursors } from '../src/index.ts'
import { createWorld, type World } from './_harness/world.ts'

async function openCursors() {
  const world = createWorld()
  await world.calm()
  return { world, cursors: createCursors(world.connection, world.clock) }
}

/** What has been told and not taken by the server yet: conversation, delivered, read. */
const movesOf = ({ network }: World) =>
  network.link.toServer.splice(0).flatMap(({ body }) => {
    if (body?.$case !== 'moveCursor') return []
    const { conversationId, deliveredSeq, readSeq } = body.value
    return [[conversationId, deliveredSeq, readSeq]]
  })

describe('cursors', () => {
  it('tells a flood of moves in one frame for each conversation', async () => {
    const { world, cursors } = await openCursors()
    for (let seq = 1; seq <= 50; seq += 1) cursors.delivered('a', seq)
    cursors.read('a', 20)
    cursors.read('b', 3)
    assert.deepEqual(movesOf(world), [])
    world.clock.advance(250)
    assert.deepEqual(movesOf(world), [
      ['a', 50, 20],
      ['b', 3, 3],
    ])
    world.clock.advance(10_000)
    assert.deepEqual(movesOf(world), [])
  })

  it('never moves back', async () => {
    const { world, cursors } = await openCursors()
    cursors.read('a', 9)
    world.clock.advance(250)
    movesOf(world)
    cursors.delivered('a', 4)
    world.clock.advance(250)
    assert.deepEqual(movesOf(world), [['a', 9, 9]])
  })

  it('tells after a reconnect what was read while the connection was away', async () => {
    const { world, cursors } = await openCursors()
    world.network.link.cut()
    cursors.read('a', 7)
    world.clock.advance(250)
    world.connection.retryNow()
    world.network.link.open()
    world.server.serve(world.network.link)
    world.network.link.deliver()
    assert.deepEqual(movesOf(world), [['a', 7, 7]])
  })

  it('tells the latest moves again after a reconnect, and not those of a whole day', async () => {
    const { world, cursors } = await openCursors()
    for (let number = 1; number <= 30; number += 1) cursors.read(`c${number}`, number)
    world.clock.advance(250)
    assert.equal(movesOf(world).length, 30)
    world.network.link.cut()
    world.connection.retryNow()
    world.network.link.open()
    world.server.serve(world.network.link)
    world.network.link.deliver()
    const again = movesOf(world)
    assert.equal(again.length, 20)
    assert.deepEqual(again.at(-1), ['c30', 30, 30])
  })

  it('leaves no timer behind', async () => {
    const { world, cursors } = await openCursors()
    const before = world.clock.timers
    cursors.read('a', 1)
    cursors.close()
    assert.equal(world.clock.timers, before)
  })
})
