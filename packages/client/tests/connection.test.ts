import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { closeCodes, type ServerBody } from '@parley/protocol'
import { ConnectionLost } from '../src/index.ts'
import { settle } from './_harness/clock.ts'
import { createWorld } from './_harness/world.ts'

const count = { $case: 'countInbox', value: {} } as const
const inboxChanged: ServerBody = {
  $case: 'inboxChanged',
  value: { conversations: [], isStale: false },
}

describe('connection', () => {
  it('says hello, and sends what waited once it is welcome', async () => {
    const { connection, network, server } = createWorld()
    const early = connection.request(count, 'done')
    network.link.open()
    assert.deepEqual(
      network.link.toServer.map(({ body }) => body?.$case),
      ['hello'],
    )
    server.serve(network.link)
    network.link.deliver()
    assert.equal(connection.status.state, 'online')
    assert.deepEqual(
      network.link.toServer.map(({ body }) => body?.$case),
      ['countInbox'],
    )
    server.serve(network.link)
    network.link.deliver()
    await early
  })

  it('comes back by itself, later each time, and never twice at once', async () => {
    const { connection, network, clock, calm } = createWorld()
    await calm()
    const waits: number[] = []
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      network.link.cut()
      const { status } = connection
      assert.ok(status.state === 'waiting')
      assert.equal(status.attempt, attempt)
      const waitMs = status.retryAt - clock.now()
      waits.push(waitMs)
      const tried = network.links.length
      clock.advance(waitMs - 1)
      assert.equal(network.links.length, tried)
      clock.advance(1)
      assert.equal(network.links.length, tried + 1)
    }
    assert.deepEqual(
      waits,
      [...waits].sort((one, other) => one - other),
    )
    assert.ok((waits[0] ?? 0) <= 500 && (waits.at(-1) ?? 0) <= 15_000)
    await calm()
    network.link.cut()
    const { status } = connection
    assert.ok(status.state === 'waiting' && status.attempt === 1)
  })

  it('rejects what was sent and lost, and keeps what was not sent', async () => {
    const { connection, network, calm } = createWorld()
    await calm()
    const sent = connection.request(count, 'done')
    network.link.cut()
    await assert.rejects(sent, ConnectionLost)
    const waiting = connection.request(count, 'done')
    connection.retryNow()
    await calm()
    await waiting
  })

  it('gives a request up that nobody answers', async () => {
    const { connection, clock, calm } = createWorld()
    await calm()
    const unanswered = connection.request(count, 'done')
    clock.advance(20_000)
    await assert.rejects(unanswered, ConnectionLost)
  })

  it('beats in silence, and gives a dead peer up', async () => {
    const { connection, network, clock, calm } = createWorld()
    await calm()
    clock.advance(25_000)
    assert.deepEqual(
      network.link.toServer.map(({ requestId, body }) => [requestId, body?.$case]),
      [[0, 'heartbeat']],
    )
    await calm()
    clock.advance(24_999)
    assert.equal(network.link.toServer.length, 0)
    clock.advance(1 + 8_000)
    assert.equal(connection.status.state, 'waiting')
  })

  it('beats for a client that is told a lot and says nothing', async () => {
    const { connection, network, clock, calm } = createWorld()
    await calm()
    for (let second = 0; second < 25; second += 1) {
      clock.advance(1_000)
      network.link.toClient.push({ requestId: 0, body: inboxChanged })
      network.link.deliver()
    }
    assert.deepEqual(
      network.link.toServer.map(({ body }) => body?.$case),
      ['heartbeat'],
    )
    clock.advance(24_000)
    assert.equal(connection.status.state, 'online')
  })

  it('leaves a peer whose bytes are no frame, and tries again', async () => {
    const { connection, network, calm } = createWorld()
    await calm()
    network.link.garble()
    assert.equal(connection.status.state, 'waiting')
    assert.equal(network.link.isOpen, false)
    connection.retryNow()
    await calm()
    assert.equal(connection.status.state, 'online')
  })

  it('sends what waited in its order, before what is asked once it is online', async () => {
    const { connection, network, server } = createWorld()
    connection.subscribe(({ type }) => {
      if (type === 'status_changed') void connection.request(count, 'done')
    })
    void connection.request(
      { $case: 'watch', value: { conversationId: 'a', isWatching: true } },
      'done',
    )
    network.link.open()
    server.serve(network.link)
    network.link.deliver()
    assert.deepEqual(
      network.link.toServer.map(({ body }) => body?.$case),
      ['watch', 'countInbox'],
    )
  })

  it('can be closed or restarted by whoever hears of it', async () => {
    for (const state of ['online', 'connecting', 'waiting'] as const) {
      for (const how of ['close', 'restart'] as const) {
        const { connection, outbox, network, clock, calm } = createWorld()
        await calm()
        let times = 0
        connection.subscribe((event) => {
          if (event.type !== 'status_changed' || event.status.state !== state) return
          times += 1
          if (times === 1) connection[how]()
        })
        network.link.cut()
        connection.retryNow()
        await calm()
        connection.retryNow()
        await calm()
        assert.equal(connection.status.state, how === 'close' ? 'stopped' : 'online')
        assert.equal(network.links.filter(({ isOpen }) => isOpen).length, how === 'close' ? 0 : 1)
        outbox.close()
        connection.close()
        assert.equal(clock.timers, 0, `${how} while ${state}`)
      }
    }
  })

  it('gives a connect up that leads nowhere', () => {
    const { connection, network, clock } = createWorld()
    assert.equal(network.links.length, 1)
    clock.advance(10_000)
    assert.equal(connection.status.state, 'waiting')
  })

  it('stays away when it is told to, and comes back when it is told so', async () => {
    const reasons: string[] = []
    for (const { code } of Object.values(closeCodes)) {
      const { connection, network, calm, clock } = createWorld()
      await calm()
      network.link.cut(code)
      assert.equal(connection.status.state, code < 4500 ? 'waiting' : 'stopped', String(code))
      if (code >= 4500) {
        assert.ok(connection.status.state === 'stopped')
        reasons.push(connection.status.reason)
        assert.equal(clock.timers, 0)
        await assert.rejects(connection.request(count, 'done'), ConnectionLost)
      }
    }
    assert.deepEqual(reasons, [
      'bad_frame',
      'unsupported_version',
      'not_signed_in',
      'not_signed_in',
      'origin_not_allowed',
    ])
  })

  it('ends where its hello is refused for good, and waits where it is for now', async () => {
    const never = createWorld()
    never.server.refuse('hello', 'not_signed_in')
    await never.calm()
    assert.deepEqual(never.connection.status, {
      state: 'stopped',
      reason: 'not_signed_in',
      message: 'no',
    })
    const later = createWorld()
    later.server.refuse('hello', 'overloaded')
    await later.calm()
    assert.equal(later.connection.status.state, 'waiting')
    await later.recover()
    assert.equal(later.connection.status.state, 'online')
  })

  it('does not hurry back to a hello that is refused for a reason of the future', async () => {
    const { connection, network, clock } = createWorld()
    network.link.open()
    const requestId = network.link.toServer[0]?.requestId ?? 0
    network.link.toClient.push({
      requestId,
      body: {
        $case: 'error',
        value: { code: 1999, reason: 'full_moon', message: 'no', retryAfterMs: 0 },
      },
    })
    network.link.deliver()
    assert.ok(connection.status.state === 'waiting')
    assert.ok(connection.status.retryAt - clock.now() >= 250)
    assert.equal(network.link.isOpen, false)
  })

  it('comes back after a stop when the server says', async () => {
    const { connection, network, clock, calm } = createWorld()
    await calm()
    network.link.toClient.push({
      requestId: 0,
      body: { $case: 'draining', value: { reconnectAfterMs: 1_700 } },
    })
    network.link.deliver()
    network.link.cut(closeCodes.draining.code)
    const { status } = connection
    assert.ok(status.state === 'waiting')
    assert.equal(status.retryAt - clock.now(), 1_700)
  })

  it('skips what a newer server may push', async () => {
    const { connection, network, calm } = createWorld()
    await calm()
    let pushed = 0
    connection.subscribe(({ type }) => {
      if (type === 'pushed') pushed += 1
    })
    network.link.toClient.push({ requestId: 0, body: { $case: 'unheardOf', value: {} } as never })
    network.link.deliver()
    assert.equal(pushed, 0)
    assert.equal(connection.status.state, 'online')
  })

  it('leaves no timer and no waiting promise behind when it is closed', async () => {
    const { connection, outbox, clock, calm } = createWorld()
    await calm()
    const unanswered = connection.request(count, 'done')
    outbox.close()
    connection.close()
    await assert.rejects(unanswered, ConnectionLost)
    assert.equal(clock.timers, 0)
    assert.equal(connection.status.state, 'stopped')
    await settle()
  })
})
