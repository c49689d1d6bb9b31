import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Conversation, ConversationStatus, OfferEnd, type ServerBody } from '@parley/protocol'
import { createOffers } from '../src/index.ts'
import { settle } from './_harness/clock.ts'
import { createWorld } from './_harness/world.ts'

async function openOffers() {
  const world = createWorld()
  await world.calm()
  const offers = createOffers(world.connection, world.clock)
  const push = (body: ServerBody, requestId = 0) => {
    world.network.link.toClient.push({ requestId, body })
    world.network.link.deliver()
  }
  const offer = (id: string, ms: number) => {
    const expiresAt = world.clock.now() + world.connection.clockAheadMs + ms
    push({
      $case: 'conversationOffered',
      value: { conversation: conversationOf(id), expiresAt },
    })
  }
  const ids = () => offers.standing.map(({ conversation }) => conversation.id)
  return { world, offers, push, offer, ids }
}

function conversationOf(id: string): Conversation {
  return {
    id,
    channelId: 'web',
    contactId: 'contact',
    contactName: '',
    status: ConversationStatus.QUEUED,
    agentId: '',
    agentName: '',
    createdAt: 1,
    activeAt: 1,
    waitingSince: 1,
    lastSeq: 1,
    preview: undefined,
    contactDeliveredSeq: 0,
    contactReadSeq: 0,
    agentDeliveredSeq: 0,
    agentReadSeq: 0,
    unreadCount: 1,
    version: 1,
  }
}

describe('offers', () => {
  it('stand until they are withdrawn, each once, and are told of once', async () => {
    const { offers, push, offer, ids } = await openOffers()
    const told: string[] = []
    offers.onOffered(({ conversation }) => told.push(conversation.id))
    offer('a', 20_000)
    offer('b', 20_000)
    // Shown again after a welcome.
    offer('a', 20_000)
    assert.deepEqual(ids(), ['b', 'a'])
    assert.deepEqual(told, ['a', 'b'])
    push({ $case: 'offerWithdrawn', value: { conversationId: 'b', end: OfferEnd.TAKEN } })
    assert.deepEqual(ids(), ['a'])
  })

  it('go by themselves when the word of their end is lost', async () => {
    const { world, offers, offer, ids } = await openOffers()
    offer('a', 5_000)
    world.clock.advance(5_000)
    assert.deepEqual(ids(), ['a'])
    world.clock.advance(1_000)
    assert.deepEqual(ids(), [])
    const before = world.clock.timers
    offer('b', 5_000)
    offers.close()
    assert.equal(world.clock.timers, before)
  })

  it('are gone once answered, in time or not', async () => {
    const { world, offers, push, offer, ids } = await openOffers()
    for (const [id, isInTime] of [
      ['a', true],
      ['b', false],
    ] as const) {
      offer(id, 20_000)
      const answered = offers.respond(id, true)
      await settle()
      const [asked] = world.network.link.toServer.splice(0)
      assert.equal(asked?.body?.$case, 'respondToOffer')
      const late = { code: 1104, reason: 'conflict', message: '', retryAfterMs: 0 }
      push(
        isInTime ? { $case: 'done', value: {} } : { $case: 'error', value: late },
        asked?.requestId,
      )
      assert.equal(await answered, isInTime)
      assert.deepEqual(ids(), [])
    }
  })
})
