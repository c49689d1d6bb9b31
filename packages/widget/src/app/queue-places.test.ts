import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createFakeServer } from '../../tests/_harness/fake-server.ts'
import { createQueuePlaces } from './queue-places.ts'
import { createSession } from './session.ts'

describe('places in the queue', () => {
  it('are told by conversation, go when it waits no more, and are told anew after a welcome', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout', 'Date'] })
    const server = createFakeServer()
    const session = createSession({
      url: 'ws://test/ws',
      channelId: 'ch1',
      locale: () => 'en',
      token: { read: () => 'token-1', write: () => {}, watch: () => () => {} },
      onStranger: () => {},
      createSocket: server.createSocket,
    })
    t.after(() => session.connection.close())
    const places = createQueuePlaces(session)
    const known = () => [...places.value].map(([id, { position }]) => `${id} ${position}`)
    const tell = (conversationId: string, position: number) =>
      server.push({
        $case: 'queuePlaceChanged',
        value: {
          conversationId,
          position,
          p50Ms: 60_000,
          p90Ms: 120_000,
          shouldLeaveMessage: false,
          opensAt: 0,
        },
      })
    server.welcome({ conversations: [] })
    tell('c1', 2)
    tell('c2', 5)
    tell('c1', 1)
    assert.deepEqual(known(), ['c1 1', 'c2 5'])
    tell('c2', 0)
    assert.deepEqual(known(), ['c1 1'])
    server.welcome({ conversations: [] })
    assert.deepEqual(known(), [])
  })
})
