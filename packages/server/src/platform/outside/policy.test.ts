import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { failsAs, inHouse, outsideOnly, resolver, serve } from './outside.fixture.ts'
import { createOutside } from './outside.ts'

describe('what a policy forbids', () => {
  test('is every spelling of an address inside the house', async () => {
    await using server = await serve((_, response) => response.end('secret'))
    await using outside = createOutside()
    const spellings = [
      '127.0.0.1',
      '127.1',
      '0x7f.1',
      '0177.0.0.1',
      '2130706433',
      '0x7f000001',
      '127.0.0.1.',
      '１２７.0.0.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::127.0.0.1]',
      '[2002:7f00:1::]',
      '0.0.0.0',
      '[::]',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.0.1',
      '100.64.0.1',
      '169.254.169.254',
      '100.100.100.200',
      '224.0.0.1',
      '255.255.255.255',
      '[fe80::1]',
      '[fd00::1]',
      '[fec0::1]',
      '[ff02::1]',
      '[2001:db8::1]',
      '[::127.0.0.1]',
      'localhost',
      'localhost.',
    ]
    for (const host of spellings) {
      const call = outside.under(outsideOnly)(`http://${host}:${server.port}/`)
      await assert.rejects(call, failsAs('refused'), host)
    }
    assert.deepEqual(server.requests, [])
  })

  test('is what no policy allows, also for who may call the house', async () => {
    await using outside = createOutside()
    for (const host of [
      '169.254.169.254',
      '[::ffff:169.254.169.254]',
      '[fd00:ec2::254]',
      '0.0.0.0',
    ]) {
      const call = outside.under({ reach: 'anywhere' })(`http://${host}/latest/meta-data`)
      await assert.rejects(call, failsAs('refused', /never/), host)
    }
  })

  test('is a public address, for who may call the house alone', async () => {
    const resolve = resolver(['93.184.215.14', '2606:2800::1'])
    await using outside = createOutside({ resolve })
    const call = outside.under(inHouse)
    await assert.rejects(call('https://example.com/'), failsAs('refused', /only in-house/))
    await assert.rejects(call('https://93.184.215.14/'), failsAs('refused', /only in-house/))
    await assert.rejects(call('https://[2606:2800::1]/'), failsAs('refused', /only in-house/))
  })

  test('is a public address without TLS, unless it is allowed', async () => {
    await using outside = createOutside({ resolve: resolver(['93.184.215.14']) })
    for (const reach of ['outside', 'anywhere'] as const) {
      await assert.rejects(
        outside.under({ reach })('http://example.com/'),
        failsAs('refused', /https/),
      )
    }
  })

  test('is a network that the deployment does not call its own', async () => {
    await using server = await serve((_, response) => response.end())
    await using outside = createOutside({ inHouseNetworks: ['10.0.0.0/8'] })
    await assert.rejects(
      outside.under(inHouse)(server.url),
      failsAs('refused', /PARLEY_OUTSIDE_IN_HOUSE_NETWORKS/),
    )
    assert.throws(() => createOutside({ inHouseNetworks: ['10.0.0.0'] }), /no network/)
  })

  test('is a name that resolves to the house', async () => {
    await using server = await serve((_, response) => response.end('secret'))
    await using outside = createOutside({ resolve: resolver(['127.0.0.1', '::1']) })
    const call = outside.under(outsideOnly)(`http://forged.example:${server.port}/`)
    await assert.rejects(call, failsAs('refused', /inside the house/))
    assert.deepEqual(server.requests, [])
  })

  test('is a name that was good once and resolves to something else the next time', async () => {
    await using server = await serve((_, response) =>
      response.writeHead(200, { connection: 'close' }).end('ok'),
    )
    const resolve = resolver(['127.0.0.1'], ['169.254.169.254'], ['93.184.215.14'])
    await using outside = createOutside({ resolve })
    const call = outside.under(inHouse)
    const url = `http://rebind.example:${server.port}/`
    assert.equal(await (await call(url)).text(), 'ok')
    await assert.rejects(call(url), failsAs('refused', /never/))
    await assert.rejects(call(url), failsAs('refused', /only in-house/))
    assert.equal(resolve.asked, 3)
  })

  test('is the forbidden half of a name’s addresses', async () => {
    await using server = await serve((_, response) => response.end('here'))
    const mixed = resolver(['93.184.215.14', '127.0.0.1', '169.254.169.254'])
    await using outside = createOutside({ resolve: mixed, connectTimeoutMs: 200 })
    const response = await outside.under(inHouse)(`http://mixed.example:${server.port}/`)
    assert.equal(await response.text(), 'here')
  })

  test('connects to the address that was checked, and asks for it once', async () => {
    await using server = await serve((request, response) => response.end(request.headers.host))
    const resolve = resolver(['127.0.0.1'], ['93.184.215.14'])
    await using outside = createOutside({ resolve })
    const response = await outside.under(inHouse)(`http://engine.example:${server.port}/`)
    assert.equal(await response.text(), `engine.example:${server.port}`)
    assert.equal(resolve.asked, 1)
  })

  test('is a host that is not on the list, whatever it looks like', async () => {
    await using server = await serve((_, response) => response.end('ok'))
    const resolve = resolver(['127.0.0.1'])
    await using outside = createOutside({ resolve })
    const { port } = server
    const call = outside.under({
      ...inHouse,
      hosts: ['api.example.com', '*.engines.example', `10.0.0.5:${port}`, '127.0.0.1:1'],
    })
    const allowed = [
      `http://api.example.com:${port}/`,
      `http://API.example.com.:${port}/`,
      `http://a.b.engines.example:${port}/`,
    ]
    for (const url of allowed) assert.equal(await (await call(url)).text(), 'ok', url)
    const forbidden = [
      `http://example.com:${port}/`,
      `http://api.example.com.evil.example:${port}/`,
      `http://evilapi.example.com:${port}/`,
      `http://engines.example:${port}/`,
      `http://evil.example:${port}/api.example.com`,
      `http://evil.example:${port}\\@api.example.com/`,
      `http://127.0.0.1:${port}/`,
    ]
    const { requests } = server
    const count = requests.length
    for (const url of forbidden) await assert.rejects(call(url), failsAs('refused', /allowed/), url)
    await assert.rejects(
      call(`http://api.example.com@evil.example/`),
      failsAs('refused', /password/),
    )
    assert.equal(requests.length, count)
  })

  test('is another scheme, a password in the address, and headers of the connection', async () => {
    await using outside = createOutside()
    const call = outside.under({ reach: 'anywhere' })
    await assert.rejects(call('file:///etc/passwd'), failsAs('refused', /http/))
    await assert.rejects(call('gopher://127.0.0.1/'), failsAs('refused', /http/))
    await assert.rejects(call('nowhere'), failsAs('refused', /URL/))
    await assert.rejects(
      call('https://me:secret@example.com/'),
      failsAs('refused', /^(?!.*secret)/),
    )
    await assert.rejects(
      call('https://example.com/', { headers: { Host: 'internal.example' } }),
      failsAs('refused', /header host/),
    )
    await assert.rejects(
      call('https://example.com/', { headers: { authorization: 'Bearer 密钥-of-mine' } }),
      failsAs('refused', /^(?!.*(密钥|mine))/),
    )
  })
})

describe('a redirect', () => {
  test('fails the call where none are expected, and is not followed', async () => {
    await using target = await serve((_, response) => response.end('secret'))
    await using server = await serve((_, response) =>
      response.writeHead(302, { location: `${target.url}/secret?key=1` }).end(),
    )
    await using outside = createOutside()
    await assert.rejects(
      outside.under(inHouse)(server.url),
      failsAs('refused', /redirects to 127\.0\.0\.1:\d+\. Set/),
    )
    assert.deepEqual(target.requests, [])
  })

  test('to a forbidden address is refused as the address itself would be', async () => {
    await using server = await serve((_, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
    )
    await using outside = createOutside()
    const call = outside.under({ reach: 'anywhere', redirectsMax: 3 })
    await assert.rejects(call(server.url), failsAs('refused', /never/))
  })

  test('is followed so far and no further, and leaves keys behind with another host', async () => {
    await using target = await serve((_, response) => response.end('arrived'))
    await using server = await serve((request, response) => {
      const location = request.url === '/0' ? '/1' : `${target.url}/2`
      response.writeHead(301, { location }).end()
    })
    await using outside = createOutside()
    const ask = (redirectsMax: number, method = 'GET') =>
      outside.under({ ...inHouse, redirectsMax })(`${server.url}/0`, {
        method,
        headers: { authorization: 'Bearer key', accept: 'text/xml' },
      })
    assert.equal(await (await ask(2)).text(), 'arrived')
    assert.equal(server.requests[1]?.headers.authorization, 'Bearer key')
    assert.equal(target.requests[0]?.headers.authorization, undefined)
    assert.equal(target.requests[0]?.headers.accept, 'text/xml')
    await assert.rejects(ask(1), failsAs('refused', /redirects/))
    await assert.rejects(ask(2, 'POST'), failsAs('refused', /redirects/))
  })
})
