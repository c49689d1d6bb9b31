import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createThread, type Thread } from '../src/index.ts'
import { settle } from './_harness/clock.ts'
import { digestOf } from './_harness/model-files.ts'
import { createWorld, makeFile, sendFile, type World } from './_harness/world.ts'

const CONVERSATION = 'a'

/** What may happen, in any order, to a page with an open thread. */
const anyStep = fc.oneof(
  { weight: 6, arbitrary: fc.constant('the server takes a frame') },
  { weight: 8, arbitrary: fc.constant('the client gets a frame') },
  { weight: 4, arbitrary: fc.constant('somebody else posts') },
  { weight: 4, arbitrary: fc.constant('the person posts') },
  { weight: 1, arbitrary: fc.constant('the connection is cut') },
  { weight: 2, arbitrary: fc.constant('the connection opens') },
  { weight: 1, arbitrary: fc.constant('the outbox overflows') },
  { weight: 2, arbitrary: fc.constant('time goes by') },
  { weight: 1, arbitrary: fc.constant('the person scrolls up') },
  { weight: 1, arbitrary: fc.constant('the page is reloaded') },
  { weight: 1, arbitrary: fc.constant('the server refuses for now') },
  { weight: 1, arbitrary: fc.constant('the server takes no post for now') },
  { weight: 1, arbitrary: fc.constant('the person sends a file') },
  { weight: 1, arbitrary: fc.constant('the server takes no piece for now') },
  { weight: 1, arbitrary: fc.constant('bytes are garbled') },
)

function openThread({ connection, clock }: World): Thread {
  return createThread({
    connection,
    conversationId: CONVERSATION,
    pageSize: 3,
    environment: clock,
  })
}

/** Ascending by one, from whatever it starts at: no gap, nothing twice. */
function checkMirror({ state }: Thread, world: World): void {
  const log = world.server.logs.get(CONVERSATION) ?? []
  const first = state.messages[0]?.seq ?? 1
  for (const [index, message] of state.messages.entries()) {
    assert.equal(message.seq, first + index)
    assert.deepEqual(message, log[message.seq - 1])
  }
  assert.equal(state.messages.length > 0 && !state.hasOlder ? first : 1, 1)
}

test('however frames, losses and reloads fall, the mirror is whole and each message stands once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(12),
      fc.array(anyStep, { minLength: 5, maxLength: 80 }),
      async (history, steps) => {
        const world = createWorld()
        for (let number = 0; number < history; number += 1) {
          world.server.post(CONVERSATION, `before ${number}`)
        }
        let thread = openThread(world)
        const posted: string[] = []
        const files = new Map<string, string>()
        for (const step of steps) {
          switch (step) {
            case 'the server takes a frame':
              if (world.network.link.isOpen) world.server.serve(world.network.link)
              break
            case 'the client gets a frame':
              world.network.link.deliver()
              break
            case 'somebody else posts':
              world.server.post(CONVERSATION, 'from elsewhere')
              break
            case 'the person posts':
              posted.push(
                world.outbox.post({
                  conversationId: CONVERSATION,
                  kind: 'text',
                  text: `own ${posted.length}`,
                }).clientId,
              )
              break
            case 'the connection is cut':
              world.network.link.cut()
              break
            case 'the connection opens':
              world.connection.retryNow()
              if (!world.network.link.isOpen) world.network.link.open()
              break
            case 'the outbox overflows':
              world.server.fallBehind(2)
              break
            case 'time goes by':
              world.clock.advance(1_500)
              break
            case 'the person scrolls up':
              void thread.loadOlder()
              break
            case 'the page is reloaded':
              thread.close()
              world.reload()
              thread = openThread(world)
              break
            case 'the server refuses for now':
              world.server.refuse('fetchMessages', 'overloaded')
              break
            case 'the server takes no post for now':
              world.server.refuse('post', 'too_many_requests')
              break
            case 'the person sends a file': {
              const file = makeFile(files.size % 2 === 0 ? 90_000 : 100, files.size)
              files.set(sendFile(world, file, CONVERSATION).clientId, digestOf(file.all))
              break
            }
            case 'the server takes no piece for now':
              world.server.refuse('uploadChunk', 'overloaded')
              break
            case 'bytes are garbled':
              world.network.link.garble()
              break
          }
          await settle()
          checkMirror(thread, world)
        }

        await world.recover()
        // Who is behind is told of it with the last message that was dropped.
        while (world.server.isDropping) world.server.post(CONVERSATION, 'the last')
        await world.calm()
        checkMirror(thread, world)
        const log = world.server.logs.get(CONVERSATION) ?? []
        assert.deepEqual(world.outbox.pending, [])
        assert.equal(thread.state.isCaughtUp, true)
        assert.equal(thread.state.messages.at(-1)?.seq ?? 0, log.length)
        const own = log.filter(({ clientId }) => clientId.startsWith('id-'))
        assert.deepEqual(
          own.flatMap(({ clientId, content }) => (content?.$case === 'text' ? clientId : [])),
          posted,
        )
        // Files stand where they were whole: once each, and whole.
        const arrived = own.flatMap(({ clientId, content }) =>
          content?.$case === 'file' ? [[clientId, content.value.id] as const] : [],
        )
        assert.equal(arrived.length, files.size)
        assert.deepEqual(new Map(arrived), files)
        assert.equal(world.keptFiles.size, 0)
        thread.close()
        world.close()
        assert.equal(world.clock.timers, 0)
      },
    ),
    { numRuns: 600 },
  )
})
