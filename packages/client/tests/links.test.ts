import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLinks } from '../src/index.ts'
import { createWorld, type World } from './_harness/world.ts'

async function openLinks() {
  const world = createWorld()
  await world.calm()
  return { world, links: createLinks(world.connection, world.clock) }
}

const asked = ({ network }: World) =>
  network.link.toServer.flatMap(({ body }) =>
    body?.$case === 'fetchFileLinks' ? [`${body.value.conversationId} ${body.value.seqs}`] : [],
  )

describe('links', () => {
  it('are asked for together, once, and told when they are here', async () => {
    const { world, links } = await openLinks()
    let told = 0
    links.subscribe(() => {
      told += 1
    })
    for (const seq of [1, 2, 2]) assert.equal(links.of('a', seq), undefined)
    links.of('b', 1)
    world.clock.advance(0)
    assert.deepEqual(asked(world), ['a 1,2', 'b 1'])
    links.of('a', 1)
    world.clock.advance(0)
    assert.equal(asked(world).length, 2)
    await world.calm()
    assert.equal(links.of('a', 2)?.url, '/files/2')
    assert.equal(told, 2)
    links.close()
  })

  it('go at most fifty in a request', async () => {
    const { world, links } = await openLinks()
    for (let seq = 1; seq <= 120; seq += 1) links.of('a', seq)
    world.clock.advance(0)
    assert.equal(asked(world).length, 3)
    links.close()
  })

  it('are asked for anew before they expire, by the server\u2019s clock', async () => {
    const { world, links } = await openLinks()
    links.of('a', 1)
    world.clock.advance(0)
    await world.calm()
    // The server's clock stands at 1 when this one stands at 1,000,000.
    world.clock.advance(5_399_999 - 300_000 - 1_000)
    assert.notEqual(links.of('a', 1), undefined)
    world.clock.advance(2_000)
    assert.equal(links.of('a', 1), undefined)
    // Nobody beat meanwhile, so the connection was lost; the link is asked for with the next one.
    await world.recover()
    assert.equal(links.of('a', 1)?.url, '/files/1')
    links.close()
  })

  it('are asked for again after a loss', async () => {
    const { world, links } = await openLinks()
    links.of('a', 1)
    world.clock.advance(0)
    world.network.link.cut()
    await world.recover()
    assert.equal(links.of('a', 1)?.url, '/files/1')
    links.close()
  })

  it('that the server refuses are not asked for with every drawing', async () => {
    const { world, links } = await openLinks()
    world.server.refuse('fetchFileLinks', 'not_found')
    links.of('a', 1)
    world.clock.advance(0)
    await world.calm()
    assert.equal(links.of('a', 1), undefined)
    world.clock.advance(10_000)
    assert.deepEqual(asked(world), [])
    links.close()
    world.close()
    assert.equal(world.clock.timers, 0)
  })
})
