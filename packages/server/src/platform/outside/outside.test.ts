import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { failsAs, inHouse, outsideOnly, serve, serveRaw, until } from './outside.fixture.ts'
import { createOutside } from './outside.ts'

describe('a call to the outside', () => {
  test('sends what it was given and answers as fetch does', async () => {
    await using server = await serve((_, response) => {
      response.writeHead(418, { 'content-type': 'text/plain', 'x-twice': ['a', 'b'] })
      response.end('a teapot, 茶壶')
    })
    await using outside = createOutside()
    const response = await outside.under(inHouse)(`${server.url}/tea?kind=green`, {
      method: 'POST',
      headers: { authorization: 'Bearer key' },
      body: '{"question":"茶"}',
    })
    assert.equal(response.status, 418)
    assert.equal(response.headers.get('x-twice'), 'a, b')
    assert.equal(await response.text(), 'a teapot, 茶壶')
    const [request] = server.requests
    assert.equal(request?.url, '/tea?kind=green')
    assert.equal(request?.body, '{"question":"茶"}')
    assert.equal(request?.headers.authorization, 'Bearer key')
    assert.equal(request?.headers['accept-encoding'], 'identity')
  })

  test('sends a form with its boundary', async () => {
    await using server = await serve((_, response) => response.end())
    await using outside = createOutside()
    const form = new FormData()
    form.set('file', new Blob(['content']), 'a.txt')
    await outside.under(inHouse)(server.url, { method: 'POST', body: form })
    const [request] = server.requests
    assert.match(String(request?.headers['content-type']), /^multipart\/form-data; boundary=/)
    assert.match(String(request?.body), /filename="a\.txt"[\s\S]*content/)
  })

  test('streams: what was written is there before the answer ends', async () => {
    let finish = () => {}
    await using server = await serve((_, response) => {
      response.write('first')
      finish = () => response.end(' last')
    })
    await using outside = createOutside()
    const { body } = await outside.under(inHouse)(server.url)
    const reader = (body as ReadableStream<Uint8Array>).getReader()
    assert.equal(Buffer.from((await reader.read()).value ?? []).toString(), 'first')
    finish()
    assert.equal(Buffer.from((await reader.read()).value ?? []).toString(), ' last')
    assert.equal((await reader.read()).done, true)
  })

  test('gives every chunk of those that come together', async () => {
    await using server = await serveRaw((socket) => {
      const chunks = Array.from({ length: 200 }, (_, at) => `4\r\n${String(at).padStart(4)}\r\n`)
      const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'
      socket.once('data', () => socket.write(`${head}${chunks.join('')}0\r\n\r\n`))
    })
    await using outside = createOutside()
    const text = await (await outside.under(inHouse)(server.url)).text()
    assert.equal(text, Array.from({ length: 200 }, (_, at) => String(at).padStart(4)).join(''))
  })

  test('takes no body from an answer that has none', async () => {
    await using server = await serve((_, response) => response.writeHead(204).end())
    await using outside = createOutside()
    assert.equal(await (await outside.under(inHouse)(server.url)).text(), '')
  })

  test('keeps a connection for the next call, but lends it to no other reach', async () => {
    await using server = await serve((_, response) => response.end('ok'))
    let connections = 0
    server.server.on('connection', () => {
      connections += 1
    })
    await using outside = createOutside()
    for (let call = 0; call < 3; call += 1) {
      await (await outside.under({ ...inHouse })(server.url)).text()
      // The connection is free a turn of the event loop after its answer.
      await new Promise((resolve) => setImmediate(resolve))
    }
    assert.equal(connections, 1)
    await assert.rejects(outside.under(outsideOnly)(server.url), failsAs('refused', /inside/))
    await (await outside.under({ reach: 'anywhere' })(server.url)).text()
    assert.equal(connections, 2)
  })

  test('does not take a proxy from the environment', async () => {
    await using server = await serve((_, response) => response.end('direct'))
    process.env.http_proxy = 'http://127.0.0.1:9'
    try {
      await using outside = createOutside()
      assert.equal(await (await outside.under(inHouse)(server.url)).text(), 'direct')
    } finally {
      delete process.env.http_proxy
    }
  })
})

describe('a host that behaves badly', () => {
  test('is given up when it does not answer', async () => {
    await using server = await serve(() => {})
    await using outside = createOutside()
    const call = outside.under({ ...inHouse, answerTimeoutMs: 50 })(server.url)
    await assert.rejects(call, failsAs('timed_out', /within 50 ms/))
  })

  test('is given up when its headers drip', async () => {
    await using server = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const timer = setInterval(() => socket.write('x-more: 1\r\n'), 10)
      socket.on('close', () => clearInterval(timer))
    })
    await using outside = createOutside()
    const call = outside.under({ ...inHouse, answerTimeoutMs: 80 })(server.url)
    await assert.rejects(call, failsAs('timed_out'))
  })

  test('is given up when its name does not resolve in time, or not at all', async () => {
    const never = () => new Promise<never>(() => {})
    await using outside = createOutside({ resolve: never, connectTimeoutMs: 50 })
    await assert.rejects(outside.under(inHouse)('http://slow.example/'), failsAs('unreachable'))
    const unknown = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
    }
    await using other = createOutside({ resolve: unknown })
    await assert.rejects(
      other.under(inHouse)('http://gone.example/'),
      failsAs('unreachable', /gone\.example cannot be reached \(ENOTFOUND\)/),
    )
  })

  test('is unreachable when nobody listens', async () => {
    const { url, ...server } = await serve(() => {})
    await server[Symbol.asyncDispose]()
    await using outside = createOutside()
    await assert.rejects(outside.under(inHouse)(url), failsAs('unreachable', /ECONNREFUSED/))
  })

  test('is given up when it falls silent within its answer', async () => {
    await using server = await serve((_, response) => response.write('some'))
    await using outside = createOutside()
    const response = await outside.under({ ...inHouse, idleTimeoutMs: 50 })(server.url)
    await assert.rejects(response.text(), failsAs('timed_out', /middle/))
  })

  test('cannot fill the memory, whether it tells the length or not', async () => {
    let isGone = false
    await using server = await serve((request, response) => {
      request.socket.on('close', () => {
        isGone = true
      })
      if (request.url === '/told') response.writeHead(200, { 'content-length': '1001' })
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(500)));
      }
      response.on('drain', write)
      if (request.url === '/told') response.end('x'.repeat(1001))
      else write()
    })
    await using outside = createOutside()
    const call = outside.under({ ...inHouse, bodyBytesMax: 1000 })
    await assert.rejects(call(`${server.url}/told`), failsAs('too_large', /1000 bytes/))
    const endless = await call(`${server.url}/endless`)
    await assert.rejects(endless.text(), failsAs('too_large', /1000 bytes/))
    await until(() => isGone)
  })

  test('cannot send headers without end, nor a packed body', async () => {
    await using server = await serveRaw((socket) => {
      socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}\r\n\r\n`))
    })
    await using outside = createOutside()
    await assert.rejects(outside.under(inHouse)(server.url), failsAs('too_large', /headers/))
    await using packed = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('bomb'),
    )
    await assert.rejects(outside.under(inHouse)(packed.url), failsAs('broken_off', /compressed/))
  })

  test('breaks off: before its answer, within it, or with something else than HTTP', async () => {
    await using silent = await serveRaw((socket) => socket.once('data', () => socket.destroy()))
    await using outside = createOutside()
    await assert.rejects(outside.under(inHouse)(silent.url), failsAs('broken_off'))
    await using short = await serveRaw((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'))
    })
    const response = await outside.under(inHouse)(short.url)
    await assert.rejects(response.text(), failsAs('broken_off'))
    await using other = await serveRaw((socket) => socket.write('220 mail.example ESMTP\r\n'))
    await assert.rejects(outside.under(inHouse)(other.url), failsAs('broken_off'))
  })
})

describe('a cancelled call', () => {
  test('ends with the signal’s reason, before, while it waits, and within the answer', async () => {
    let closed = 0
    await using server = await serve((request, response) => {
      request.socket.on('close', () => {
        closed += 1
      })
      if (request.url === '/stream') response.write('some')
    })
    await using outside = createOutside()
    const reason = new Error('the visitor left')
    const isReason = (error: unknown) => error === reason
    const call = outside.under(inHouse)
    await assert.rejects(call(server.url, { signal: AbortSignal.abort(reason) }), isReason)
    assert.equal(server.requests.length, 0)

    const waiting = new AbortController()
    const asked = call(server.url, { signal: waiting.signal })
    await until(() => server.requests.length === 1)
    waiting.abort(reason)
    await assert.rejects(asked, isReason)
    await until(() => closed === 1)

    const streaming = new AbortController()
    const response = await call(`${server.url}/stream`, { signal: streaming.signal })
    streaming.abort(reason)
    await assert.rejects(response.text(), isReason)
    await until(() => closed === 2)
  })

  test('does not wait for a connection that does not come', async () => {
    const never = () => new Promise<never>(() => {})
    await using outside = createOutside({ resolve: never })
    const reason = new Error('enough')
    const controller = new AbortController()
    const asked = outside.under(inHouse)('http://slow.example/', { signal: controller.signal })
    setImmediate(() => controller.abort(reason))
    await assert.rejects(asked, (error) => error === reason)
  })

  test('frees its connection when the body is cancelled', async () => {
    let isGone = false
    await using server = await serve((request, response) => {
      request.socket.on('close', () => {
        isGone = true
      })
      response.write('some')
    })
    await using outside = createOutside()
    const response = await outside.under(inHouse)(server.url)
    await response.body?.cancel()
    await until(() => isGone)
  })

  test('is every call when the way out closes', async () => {
    await using server = await serve((request, response) => {
      if (request.url === '/stream') response.write('some')
    })
    const outside = createOutside()
    const call = outside.under(inHouse)
    const asked = assert.rejects(call(server.url), failsAs('broken_off'))
    const response = await call(`${server.url}/stream`)
    const read = assert.rejects(response.text(), failsAs('broken_off'))
    await until(() => server.requests.length === 2)
    await outside[Symbol.asyncDispose]()
    await Promise.all([asked, read])
    await assert.rejects(call(server.url), failsAs('unreachable', /stops/))
  })
})
