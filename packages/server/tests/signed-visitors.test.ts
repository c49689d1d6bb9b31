import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Refusal } from '@parley/protocol'
import type { ChannelSecret, NewChannelSecret } from '@parley/protocol/rest'
import type { Trial } from '@parley/protocol/rest/assistant'
import { SignJWT } from 'jose'
import { answerOf, reasonOf } from './_harness/answers.ts'
import { startServer, type TestServer } from './_harness/server.ts'
import { pushes, until, welcome } from './_harness/wait.ts'

/** A server with an administrator, and a secret of its channel. */
async function openShop() {
  await using opened = new AsyncDisposableStack()
  const server = opened.use(await startServer())
  const cookie = await server.signIn(await server.addAgent('Ada', 'admin'))
  const secrets = `/api/channels/${server.channelId}/secrets`
  const call = async <Result>(method: string, path: string, body?: unknown): Promise<Result> =>
    answerOf<Result>(
      await server.request(path, { method, cookie, ...(body === undefined ? {} : { body }) }),
    )
  const closing = opened.move()
  return { server, cookie, secrets, call, [Symbol.asyncDispose]: () => closing.disposeAsync() }
}

function sign(secret: string, claims: Record<string, unknown>, expires: string | number = '1h') {
  const token = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' })
  return token.setExpirationTime(expires).sign(Buffer.from(secret))
}

/** Tells the server who a visitor is; brings back how it was refused, or undefined. */
async function identify(visitor: ReturnType<TestServer['visitor']>, value: object) {
  await welcome(visitor)
  try {
    await visitor.request({ $case: 'identifyContact', value: { attributes: {}, ...value } }, 'done')
    return undefined
  } catch (error) {
    assert.ok(error instanceof Refusal)
    return error
  }
}

const signedOf = async ({ server, cookie }: { server: TestServer; cookie: string }, id: string) => {
  const agent = server.agent(cookie)
  await welcome(agent)
  const details = await agent.request(
    { $case: 'fetchConversation', value: { conversationId: id } },
    'conversationDetails',
  )
  const { signedId, signedEmail, name, email } = details.contact ?? {}
  return { signedId, signedEmail, name, email }
}

async function start(visitor: ReturnType<TestServer['visitor']>, text = 'Hello') {
  const { conversation } = await visitor.request(
    { $case: 'startConversation', value: { clientId: 'first', text: { text } } },
    'conversationStarted',
  )
  return conversation?.id ?? ''
}

describe('signed visitors', () => {
  test('are who the page’s server says, and agents see it', async () => {
    await using shop = await openShop()
    const { secret } = await shop.call<NewChannelSecret>('POST', shop.secrets)
    const visitor = shop.server.visitor()
    const token = await sign(secret, { sub: 'u-7', email: 'Lin@Shop.example', name: 'Lin' })
    // What the page itself says besides is a claim, and gives way.
    assert.equal(await identify(visitor, { name: 'Nobody', phone: '123', token }), undefined)
    const id = await start(visitor)
    assert.deepEqual(await signedOf(shop, id), {
      signedId: 'u-7',
      signedEmail: 'lin@shop.example',
      name: 'Lin',
      email: 'lin@shop.example',
    })
    assert.equal(await identify(visitor, { email: 'else@shop.example' }), undefined)
    const told = await signedOf(shop, id)
    assert.deepEqual([told.email, told.signedEmail], ['else@shop.example', 'lin@shop.example'])
  })

  test('are refused when the token is forged, spent, endless or of another channel', async () => {
    await using shop = await openShop()
    const { server } = shop
    const visitor = server.visitor()
    const before = await identify(visitor, { token: 'a.b.c' })
    assert.match(before?.message ?? '', /the channel has no secret/)
    const { secret } = await shop.call<NewChannelSecret>('POST', shop.secrets)
    const other = await server.app.channels.create(server.workspaceId, 'Blog')
    const elsewhere = await shop.call<NewChannelSecret>('POST', `/api/channels/${other.id}/secrets`)
    const lin = { sub: 'u-7' }
    const good = await sign(secret, lin)
    const [head, , signature] = good.split('.')
    const forged = Buffer.from(JSON.stringify({ sub: 'u-1', exp: 9e9 })).toString('base64url')
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
    const now = Math.floor(Date.now() / 1_000)
    const wrong: [string, RegExp][] = [
      [`${head}.${forged}.${signature}`, /signed by another secret/],
      [`${unsigned}.${forged}.`, /no JWT that HS256 has signed/],
      [await sign(elsewhere.secret, lin), /signed by another secret/],
      [await sign(secret, lin, now - 120), /has expired/],
      [await sign(secret, lin, '30d'), /more than 7 days/],
      [await sign(secret, {}), /has a bad sub/],
      [await sign(secret, { sub: 'x'.repeat(201) }), /has a sub of 201 characters/],
      [
        await new SignJWT(lin).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(secret)),
        /exp/,
      ],
      ['x'.repeat(4_001), /is too long/],
      ['nonsense', /no JWT/],
    ]
    for (const [token, why] of wrong) {
      const refused = await identify(visitor, { name: 'Mallory', token })
      assert.equal(refused?.reason, 'not_allowed', String(why))
      assert.match(refused.message, why)
    }
    const id = await start(visitor)
    const { signedId, name } = await signedOf(shop, id)
    assert.deepEqual([signedId, name], ['', ''], 'a refusal changes nothing')
  })

  test('do not take over the conversations of somebody else who was signed', async () => {
    await using shop = await openShop()
    const { secret } = await shop.call<NewChannelSecret>('POST', shop.secrets)
    const visitor = shop.server.visitor()
    assert.equal(await identify(visitor, { token: await sign(secret, { sub: 'u-7' }) }), undefined)
    assert.equal(await identify(visitor, { token: await sign(secret, { sub: 'u-7' }) }), undefined)
    const refused = await identify(visitor, { token: await sign(secret, { sub: 'u-8' }) })
    assert.equal(refused?.reason, 'conflict')
    assert.equal((await signedOf(shop, await start(visitor))).signedId, 'u-7')
  })

  test('two secrets hold at a time; with a deleted one all proofs end', async () => {
    await using shop = await openShop()
    const { server, call, secrets } = shop
    const first = await call<NewChannelSecret>('POST', secrets)
    const second = await call<NewChannelSecret>('POST', secrets)
    const third = await server.request(secrets, { method: 'POST', cookie: shop.cookie })
    assert.equal(await reasonOf(third), 'conflict')
    const listed = await call<ChannelSecret[]>('GET', secrets)
    assert.deepEqual(listed.map(({ id }) => id).toSorted(), [first.id, second.id].toSorted())
    assert.ok(listed.every((one) => !('secret' in one)))
    const visitor = server.visitor()
    const old = await sign(first.secret, { sub: 'u-7' })
    assert.equal(await identify(visitor, { token: old }), undefined)
    const id = await start(visitor)
    await server.request(`${secrets}/${first.id}`, { method: 'DELETE', cookie: shop.cookie })
    assert.equal((await signedOf(shop, id)).signedId, '')
    assert.match((await identify(visitor, { token: old }))?.message ?? '', /another secret/)
    const fresh = await sign(second.secret, { sub: 'u-7' })
    assert.equal(await identify(visitor, { token: fresh }), undefined)
    assert.equal((await signedOf(shop, id)).signedId, 'u-7')
  })

  test('secrets are administrators’ business, of their own workspace', async () => {
    await using shop = await openShop()
    const { server, secrets } = shop
    const agent = await server.signIn(await server.addAgent('Bo'))
    for (const method of ['GET', 'POST']) {
      const refused = await server.request(secrets, { method, cookie: agent })
      assert.equal(await reasonOf(refused), 'not_allowed')
    }
    const missing = await server.request('/api/channels/nowhere/secrets', {
      method: 'POST',
      cookie: shop.cookie,
    })
    assert.equal(await reasonOf(missing), 'not_found')
  })

  test('are told what is theirs in the graph, and nobody else is', async () => {
    await using shop = await openShop()
    const { server, call } = shop
    await call('PATCH', '/api/assistant', { isOn: true })
    const { secret } = await call<NewChannelSecret>('POST', shop.secrets)
    const author = { workspaceId: server.workspaceId, agentId: 'ada' }
    await server.app.knowledge.graph.putEntity(author, {
      key: 'order:812',
      type: 'order',
      name: '812',
      aliases: ['order 812'],
      attributes: { status: 'shipped' },
      personal: 'id:u-7',
    })
    const asks = async (visitor: ReturnType<TestServer['visitor']>) => {
      const posted = pushes(visitor, 'messagePosted')
      await start(visitor, 'Where is my order 812?')
      return until('an answer', () => {
        const { content } =
          posted.findLast(({ message }) => message?.authorKind === 3)?.message ?? {}
        return content?.$case === 'text' && content.value.text
      })
    }
    const lin = server.visitor()
    assert.equal(await identify(lin, { token: await sign(secret, { sub: 'u-7' }) }), undefined)
    assert.match(await asks(lin), /shipped/)
    const stranger = server.visitor()
    assert.equal(await identify(stranger, { attributes: { id: 'u-7' } }), undefined)
    assert.doesNotMatch(await asks(stranger), /shipped/)
    const { text } = await call<Trial>('POST', '/api/assistant/try', {
      text: 'Where is my order 812?',
      channelId: server.channelId,
    })
    assert.doesNotMatch(text, /shipped/)
  })
})
