import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createThread } from '../src/index.ts'
import { createWorld, type World } from './_harness/world.ts'

/** A page that looks at a conversation of so many messages, three to a page. */
async function openThread(messages: number) {
  const world = createWorld()
  for (let number = 0; number < messages; number += 1) world.server.post('a', `text ${number}`)
  await world.calm()
  const { connection, clock } = world
  const thread = createThread({ connection, conversationId: 'a', pageSize: 3, environment: clock })
  await world.calm()
  return { world, thread, seqs: () => thread.state.messages.map(({ seq }) => seq) }
}

const fetchesOf = ({ network }: World) =>
  network.link.toServer.flatMap(({ body }) =>
    body?.$case === 'fetchMessages' ? [body.value.range] : [],
  )

describe('thread', () => {
  it('shows the newest page, then what is pushed', async () => {
    const { world, thread, seqs } = await openThread(5)
    assert.deepEqual(seqs(), [3, 4, 5])
    assert.deepEqual([thread.state.hasOlder, thread.state.isLoading], [true, false])
    world.server.post('a', 'one more')
    world.server.post('b', 'elsewhere')
    await world.calm()
    assert.deepEqual(seqs(), [3, 4, 5, 6])
    assert.equal(thread.state.isCaughtUp, true)
  })

  it('loads backwards to the start, one page at a time', async () => {
    const { world, thread, seqs } = await openThread(7)
    const twice = [thread.loadOlder(), thread.loadOlder()]
    assert.deepEqual(fetchesOf(world), [{ $case: 'beforeSeq', value: 5 }])
    assert.equal(thread.state.isLoading, true)
    await world.calm()
    await Promise.all(twice)
    assert.deepEqual(seqs(), [2, 3, 4, 5, 6, 7])
    const last = thread.loadOlder()
    await world.calm()
    await last
    assert.deepEqual(seqs(), [1, 2, 3, 4, 5, 6, 7])
    assert.equal(thread.state.hasOlder, false)
    await thread.loadOlder()
    assert.deepEqual(fetchesOf(world), [])
  })

  it('loads an older page once, also when it catches up meanwhile', async () => {
    const { world, thread, seqs } = await openThread(7)
    const { link } = world.network
    const older = thread.loadOlder()
    const [olderRequest] = link.toServer.splice(0)
    world.server.fallBehind(1)
    world.server.post('a', 'dropped')
    await world.calm()
    assert.deepEqual(seqs(), [5, 6, 7, 8])
    assert.equal(thread.state.isLoading, true)
    void thread.loadOlder()
    assert.deepEqual(fetchesOf(world), [])
    assert.ok(olderRequest !== undefined)
    link.toServer.push(olderRequest)
    await world.calm()
    await older
    assert.deepEqual(seqs(), [2, 3, 4, 5, 6, 7, 8])
    assert.equal(thread.state.isLoading, false)
  })

  it('can be asked for an older page again when the first try was lost', async () => {
    const { world, thread, seqs } = await openThread(5)
    const lost = thread.loadOlder()
    world.network.link.cut()
    await lost
    assert.equal(thread.state.isLoading, false)
    await world.recover()
    const again = thread.loadOlder()
    await world.calm()
    await again
    assert.deepEqual(seqs(), [1, 2, 3, 4, 5])
  })

  it('fetches what a jump in seq leaves out, and shows nothing beyond the gap before', async () => {
    const { world, thread, seqs } = await openThread(2)
    const { link } = world.network
    for (const text of ['third', 'fourth', 'fifth']) world.server.post('a', text)
    link.toClient.splice(0, 2)
    link.deliver()
    assert.deepEqual(seqs(), [1, 2])
    assert.deepEqual(fetchesOf(world), [{ $case: 'afterSeq', value: 2 }])
    await world.calm()
    assert.deepEqual(seqs(), [1, 2, 3, 4, 5])
    assert.equal(thread.state.isCaughtUp, true)
  })

  it('says that it is not up to date from a loss until it has caught up', async () => {
    const { world, thread, seqs } = await openThread(1)
    const seen: [string, boolean][] = []
    const note = () => seen.push([world.connection.status.state, thread.state.isCaughtUp])
    thread.subscribe(note)
    world.network.link.cut()
    assert.equal(thread.state.isCaughtUp, false)
    for (let number = 0; number < 7; number += 1) world.server.post('a', 'missed')
    world.connection.retryNow()
    await world.calm()
    assert.deepEqual(seqs(), [1, 2, 3, 4, 5, 6, 7, 8])
    assert.equal(thread.state.isCaughtUp, true)
    assert.ok(seen.every(([state, isCaughtUp]) => state === 'online' || !isCaughtUp))
    assert.equal(seen.filter(([, isCaughtUp]) => isCaughtUp).length, 1)
  })

  it('is not up to date when the last page came just before a loss', async () => {
    const { world, thread, seqs } = await openThread(1)
    world.server.fallBehind(1)
    world.server.post('a', 'dropped')
    const { link } = world.network
    link.deliver()
    world.server.serve(link)
    link.deliver()
    link.cut()
    await world.calm()
    assert.equal(world.connection.status.state, 'waiting')
    assert.equal(thread.state.isCaughtUp, false)
    assert.deepEqual(seqs(), [1, 2])
  })

  it('tells why it cannot be read, and forgets it once it can', async () => {
    const world = createWorld()
    world.server.post('a', 'hi')
    world.server.refuse('fetchMessages', 'not_allowed')
    const { connection, clock } = world
    const thread = createThread({ connection, conversationId: 'a', environment: clock })
    await world.calm()
    assert.equal(thread.state.refusal?.reason, 'not_allowed')
    assert.equal(thread.state.isLoading, false)
    world.network.link.cut()
    await world.recover()
    assert.equal(thread.state.refusal, undefined)
    assert.equal(thread.state.messages.length, 1)
  })

  it('waits as long as it is told before it fetches again', async () => {
    const world = createWorld()
    world.server.refuse('fetchMessages', 'overloaded')
    const { connection, clock } = world
    const thread = createThread({ connection, conversationId: 'a', environment: clock })
    await world.calm()
    clock.advance(999)
    assert.deepEqual(fetchesOf(world), [])
    clock.advance(1)
    assert.deepEqual(fetchesOf(world), [{ $case: 'beforeSeq', value: 0 }])
    await world.calm()
    assert.equal(thread.state.isCaughtUp, true)
  })

  it('is quiet after its end', async () => {
    const { world, thread, seqs } = await openThread(1)
    thread.close()
    world.server.post('a', 'later')
    world.network.link.cut()
    await world.recover()
    assert.deepEqual(seqs(), [1])
  })
})
