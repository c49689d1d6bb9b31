import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ClientBody, closeCodes, isRefusalReason, type ServerBody } from '@parley/protocol'
import fc from 'fast-check'
import { openRaw, openVisitor, visitorHello } from './_harness/raw-client.ts'
import { startServer } from './_harness/server.ts'

/** What each request may be answered by, besides an error. */
const answers: Partial<Record<ClientBody['$case'], ServerBody['$case']>> = {
  beginUpload: 'uploadState',
  uploadChunk: 'uploadState',
  cancelUpload: 'done',
  fetchFileLinks: 'fileLinks',
  post: 'posted',
  startConversation: 'conversationStarted',
  fetchMessages: 'messagePage',
  moveCursor: 'done',
  typing: 'done',
  visitPage: 'done',
  identifyContact: 'done',
  heartbeat: 'done',
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.constantFrom(
    '',
    ' ',
    '你好 🍵',
    '\u0000',
    '\ud800',
    "'; drop table messages; --",
    'x'.repeat(10_001),
  ),
)
const anySeq = fc.oneof(fc.nat(20), fc.constantFrom(0, 4_294_967_295))

/** Requests that a visitor might send, sensible or not; 'own' stands for its conversation's id. */
const anyRequest: fc.Arbitrary<ClientBody> = fc.oneof(
  fc.record({
    $case: fc.constant('post' as const),
    value: fc.record({
      conversationId: fc.oneof(fc.constant('own'), anyText),
      clientId: fc.oneof(fc.constantFrom('a', 'b', 'c'), anyText),
      content: fc.oneof(
        fc.constant(undefined),
        fc.record({
          $case: fc.constantFrom('text' as const, 'note' as const),
          value: fc.record({ text: anyText }),
        }),
        fc.record({ $case: fc.constant('file' as const), value: fc.constant({}) }),
      ),
    }),
  }),
  fc.record({
    $case: fc.constant('startConversation' as const),
    value: fc.record({
      clientId: fc.oneof(fc.constantFrom('a', 'b'), anyText),
      text: fc.option(fc.record({ text: anyText }), { nil: undefined }),
    }),
  }),
  fc.record({
    $case: fc.constant('beginUpload' as const),
    value: fc.record({
      clientId: fc.oneof(fc.constantFrom('a', 'b', 'c'), anyText),
      name: anyText,
      size: fc.oneof(fc.nat(300), fc.constantFrom(0, 100_000, Number.MAX_SAFE_INTEGER)),
      bytes: fc.uint8Array({ maxLength: 300 }),
    }),
  }),
  fc.record({
    $case: fc.constant('uploadChunk' as const),
    value: fc.record({
      clientId: fc.oneof(fc.constantFrom('a', 'b', 'c'), anyText),
      offset: fc.oneof(fc.nat(300), fc.constantFrom(0, Number.MAX_SAFE_INTEGER)),
      bytes: fc.uint8Array({ maxLength: 300 }),
    }),
  }),
  fc.record({
    $case: fc.constant('cancelUpload' as const),
    value: fc.record({ clientId: fc.oneof(fc.constantFrom('a', 'b'), anyText) }),
  }),
  fc.record({
    $case: fc.constant('fetchFileLinks' as const),
    value: fc.record({
      conversationId: fc.oneof(fc.constant('own'), anyText),
      seqs: fc.array(anySeq, { maxLength: 60 }),
    }),
  }),
  fc.record({
    $case: fc.constant('fetchMessages' as const),
    value: fc.record({
      conversationId: fc.oneof(fc.constant('own'), anyText),
      range: fc.option(
        fc.record({
          $case: fc.constantFrom('beforeSeq' as const, 'afterSeq' as const),
          value: anySeq,
        }),
        { nil: undefined },
      ),
      limit: fc.oneof(fc.nat(201), anySeq),
    }),
  }),
  fc.record({
    $case: fc.constant('moveCursor' as const),
    value: fc.record({
      conversationId: fc.oneof(fc.constant('own'), anyText),
      deliveredSeq: anySeq,
      readSeq: anySeq,
    }),
  }),
  fc.record({
    $case: fc.constant('typing' as const),
    value: fc.record({
      conversationId: fc.oneof(fc.constant('own'), anyText),
      isTyping: fc.boolean(),
      text: anyText,
    }),
  }),
  fc.record({
    $case: fc.constant('visitPage' as const),
    value: fc.record({ url: anyText, title: anyText, referrer: anyText }),
  }),
  fc.record({
    $case: fc.constant('identifyContact' as const),
    value: fc.record({
      name: fc.option(anyText, { nil: undefined }),
      email: fc.option(anyText, { nil: undefined }),
      phone: fc.option(anyText, { nil: undefined }),
      attributes: fc.dictionary(anyText, anyText, { maxKeys: 3 }),
    }),
  }),
  fc.constant<ClientBody>({ $case: 'heartbeat', value: {} }),
  fc.constant<ClientBody>({ $case: 'countInbox', value: {} }),
  fc.constant<ClientBody>({ $case: 'setPresence', value: { presence: 1 } }),
)

test('whatever a visitor sends, each request gets its one answer, and the log stays whole', async () => {
  await using server = await startServer({ PARLEY_GATEWAY_FRAMES_PER_SECOND_MAX: '1000000' })
  await fc.assert(
    fc.asyncProperty(fc.array(anyRequest, { minLength: 1, maxLength: 40 }), async (requests) => {
      const client = await openVisitor(server.url, server.channelId)
      const started = await client.ask(2, {
        $case: 'startConversation',
        value: { clientId: 'first', text: { text: 'first' } },
      })
      assert.ok(started.$case === 'conversationStarted')
      const own = started.value.conversation?.id ?? ''
      const sent = requests.map((body) => withOwn(body, own))
      for (const [index, body] of sent.entries()) client.send(10 + index, body)
      for (const [index, body] of sent.entries()) {
        const answer = await client.answer(10 + index)
        if (answer.$case === 'error') {
          assert.ok(isRefusalReason(answer.value.reason))
          assert.notEqual(answer.value.reason, 'internal', JSON.stringify(body))
        } else assert.equal(answer.$case, answers[body.$case], JSON.stringify(body))
      }
      assert.equal(client.closed, undefined)
      const ids = client.frames.map(({ requestId }) => requestId).filter((id) => id !== 0)
      assert.equal(ids.length, new Set(ids).size)
      const page = await client.ask(9_999, {
        $case: 'fetchMessages',
        value: { conversationId: own, range: { $case: 'afterSeq', value: 0 }, limit: 200 },
      })
      assert.ok(page.$case === 'messagePage')
      assert.deepEqual(
        page.value.messages.map(({ seq }) => seq),
        page.value.messages.map((_, index) => index + 1),
      )
      client.socket.terminate()
    }),
    { numRuns: 60 },
  )
})

/** What a broken or hostile client may do in any order, and whether it ends the connection. */
type Step =
  | { kind: 'ask'; body: ClientBody }
  | { kind: 'hello' }
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'text'; text: string }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('ask' as const), body: anyRequest }) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'hello' }) },
  fc.record({ kind: fc.constant('bytes' as const), bytes: fc.uint8Array({ maxLength: 40 }) }),
  fc.record({ kind: fc.constant('text' as const), text: fc.string({ maxLength: 20 }) }),
)

test('whatever order frames and nonsense come in, nothing is answered twice, and others go on', async () => {
  await using server = await startServer({ PARLEY_GATEWAY_FRAMES_PER_SECOND_MAX: '1000000' })
  const bystander = await openVisitor(server.url, server.channelId)
  let beats = 10
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 20 }), async (steps) => {
      const client = await openRaw(server.url)
      for (const [index, step] of steps.entries()) {
        const requestId = 1_000_000 + index
        if (step.kind === 'ask') client.send(requestId, step.body)
        else if (step.kind === 'hello') client.send(requestId, visitorHello(server.channelId))
        else if (step.kind === 'bytes') client.sendBytes(step.bytes)
        else client.socket.send(step.text)
      }
      // Text is no frame: it ends the connection, if nothing before it has.
      client.socket.send('the end')
      const { code } = await client.closing()
      assert.equal(code, closeCodes.bad_frame.code)
      const ids = client.frames.map(({ requestId }) => requestId)
      const own = ids.filter((id) => id >= 1_000_000 && id < 1_000_000 + steps.length)
      assert.equal(own.length, new Set(own).size)
      for (const { body } of client.frames) {
        if (body?.$case === 'error') assert.notEqual(body.value.reason, 'internal')
      }
      beats += 1
      const beat = await bystander.ask(beats, { $case: 'heartbeat', value: {} })
      assert.equal(beat.$case, 'done')
    }),
    { numRuns: 60 },
  )
})

function withOwn(body: ClientBody, own: string): ClientBody {
  if (!('conversationId' in body.value) || body.value.conversationId !== 'own') return body
  return { ...body, value: { ...body.value, conversationId: own } } as ClientBody
}
