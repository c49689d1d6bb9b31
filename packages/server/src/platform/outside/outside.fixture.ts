import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net'
import { OutsideError, type OutsideErrorKind, type OutsidePolicy } from './index.ts'
import type { OutsideOptions } from './outside.ts'

/** Reaches the servers of a test. */
export const inHouse: OutsidePolicy = { reach: 'in_house' }
/** Reaches none of them. */
export const outsideOnly: OutsidePolicy = { reach: 'outside', isPlainHttpAllowed: true }

/** A server on a free port of this machine. */
export async function serve(answer: RequestListener) {
  const requests: { url: string; headers: Record<string, unknown>; body: string }[] = []
  const server: Server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    requests.push({ url: request.url ?? '', headers: request.headers, body })
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    server,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A server that speaks what the test writes. */
export async function serveRaw(connected: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createSocketServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    connected(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** For `assert.rejects`: an error of this kind, with such a message. */
export function failsAs(kind: OutsideErrorKind, message = /./) {
  return (error: unknown) => {
    assert.ok(error instanceof OutsideError, String(error))
    assert.equal(error.kind, kind, error.message)
    assert.match(error.message, message)
    return true
  }
}

/** A resolver that gives one answer after another, the last one for ever. */
export function resolver(
  ...answers: string[][]
): NonNullable<OutsideOptions['resolve']> & { asked: number } {
  const resolve = async () => {
    const answer = answers[Math.min(resolve.asked, answers.length - 1)] ?? []
    resolve.asked += 1
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }
  resolve.asked = 0
  return resolve
}

/** Resolves once it holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}
