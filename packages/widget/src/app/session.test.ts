import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { createFakeServer, settle } from '../../tests/_harness/fake-server.ts'
import { createSession } from './session.ts'
import type { VisitorToken } from './visitor-token.ts'

/** A page with its session; `otherTab` is what another tab does to the token. */
function open(t: TestContext, stored = '') {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const server = createFakeServer()
  let kept = stored
  let onChange = (_: string) => {}
  const token: VisitorToken = {
    read: () => kept,
    write: (next) => {
      kept = next
    },
    watch: (listener) => {
      onChange = listener
      return () => {}
    },
  }
  const strangers = { count: 0 }
  const session = createSession({
    url: 'ws://test/ws',
    channelId: 'ch1',
    locale: () => 'zh-CN',
    token,
    onStranger: () => {
      strangers.count += 1
    },
    createSocket: server.createSocket,
  })
  const welcomed: string[] = []
  session.onWelcome(({ visitorToken }) => welcomed.push(visitorToken))
  t.after(() => session.connection.close())
  return {
    server,
    session,
    token,
    strangers,
    welcomed,
    otherTab: {
      stores: (next: string) => {
        kept = next
      },
      tells: () => onChange(kept),
    },
  }
}

describe('a session', () => {
  it('becomes a new visitor and stores its token', (t) => {
    const { server, token, welcomed } = open(t)
    const hello = server.welcome({ visitorToken: 'new' })
    assert.equal(hello.locale, 'zh-CN')
    assert.deepEqual(hello.credential?.value, { channelId: 'ch1', visitorToken: '' })
    assert.equal(token.read(), 'new')
    assert.deepEqual(welcomed, ['new'])
  })

  it('comes back as the visitor that is stored', (t) => {
    const { server, token } = open(t, 'known')
    const hello = server.welcome({ visitorToken: 'known' })
    assert.deepEqual(hello.credential?.value, { channelId: 'ch1', visitorToken: 'known' })
    assert.equal(token.read(), 'known')
  })

  it('joins the visitor that another tab became in the meantime', (t) => {
    const { server, token, welcomed, otherTab } = open(t)
    server.welcome({ visitorToken: 'mine' }, () => otherTab.stores('theirs'))
    assert.equal(server.opened, 2)
    const hello = server.welcome({ visitorToken: 'theirs' })
    assert.deepEqual(hello.credential?.value, { channelId: 'ch1', visitorToken: 'theirs' })
    assert.equal(token.read(), 'theirs')
    assert.deepEqual(welcomed, ['theirs'])
  })

  it('joins it as well when it hears of it late', (t) => {
    const { server, welcomed, otherTab } = open(t)
    server.welcome({ visitorToken: 'mine' })
    otherTab.stores('theirs')
    otherTab.tells()
    server.welcome({ visitorToken: 'theirs' })
    assert.deepEqual(welcomed, ['mine', 'theirs'])
  })

  it('stays who it is when it was known before', (t) => {
    const { server, otherTab } = open(t, 'known')
    server.welcome({ visitorToken: 'known' })
    otherTab.stores('theirs')
    otherTab.tells()
    assert.equal(server.opened, 1)
  })

  it('tells what the page knew before it was connected, and tells it again to the next', (t) => {
    const { server, session } = open(t)
    session.identify({ name: 'Li', attributes: { level: 'gold' } })
    session.identify({ email: 'li@mail.example' })
    session.visitPage({ url: 'https://shop.example/', title: 'Shop', referrer: '' })
    server.welcome()
    const expected = {
      name: 'Li',
      email: 'li@mail.example',
      phone: undefined,
      attributes: { level: 'gold' },
      token: undefined,
    }
    assert.deepEqual(server.take('identifyContact'), [expected])
    assert.deepEqual(
      server.take('visitPage').map(({ url }) => url),
      ['https://shop.example/'],
    )
    server.lose()
    t.mock.timers.tick(15_000)
    server.welcome()
    assert.deepEqual(server.take('identifyContact'), [expected])
    assert.deepEqual(server.take('visitPage'), [], 'a page is one visit')
  })

  it('hands on what the page’s server has signed, and forgets a visitor who is another', async (t) => {
    const { server, session, strangers } = open(t, 'known')
    t.mock.method(console, 'error', () => {})
    server.welcome({ visitorToken: 'known' })
    session.identify({ name: 'Li', token: 'signed' })
    assert.equal(server.take('identifyContact')[0]?.token, 'signed')
    assert.equal(strangers.count, 0)
    session.identify({ token: 'another' })
    server.answer('identifyContact', {
      $case: 'error',
      value: { code: 1202, reason: 'conflict', message: 'Somebody else.', retryAfterMs: 0 },
    })
    await settle()
    assert.equal(strangers.count, 1)
  })

  it('says in the console why a page’s identity was refused', async (t) => {
    const { server, session } = open(t)
    const complained = t.mock.method(console, 'error', () => {})
    server.welcome()
    session.identify({ name: 'x'.repeat(81) })
    const message = 'The name has 81 characters; at most 80 are allowed.'
    server.answer('identifyContact', {
      $case: 'error',
      value: { code: 1203, reason: 'bad_input', message, retryAfterMs: 0 },
    })
    await settle()
    assert.equal(complained.mock.calls[0]?.arguments.at(-1), message)
  })
})
