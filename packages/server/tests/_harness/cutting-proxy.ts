import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface CuttingProxy extends AsyncDisposable {
  readonly url: string
  /** Connections cut so far. */
  readonly cuts: number
  /** Cuts no more. */
  rest(): void
}

/**
 * Stands between clients and a server and cuts connections at random: in the middle of what flows,
 * so also in the middle of a frame, and only in one direction for a while.
 */
export async function startCuttingProxy(
  target: string,
  random: () => number,
  cutsPerChunk: number,
): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  let cuts = 0
  let isResting = false

  const server = createServer((client) => {
    const upstream = connect({ host: hostname, port: Number(port) })
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
      // A cut connection ends with an error on the other side; that is the point.
      socket.on('error', () => {})
    }
    const cut = () => {
      client.destroy()
      upstream.destroy()
    }
    forward(client, upstream, cut)
    forward(upstream, client, cut)
    client.once('close', cut)
    upstream.once('close', cut)
  })

  function forward(from: Socket, to: Socket, cut: () => void): void {
    from.on('data', (chunk: Buffer) => {
      if (isResting || random() >= cutsPerChunk) {
        to.write(chunk)
        return
      }
      cuts += 1
      to.write(chunk.subarray(0, Math.floor(random() * chunk.length)), cut)
    })
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get cuts() {
      return cuts
    },
    rest() {
      isResting = true
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
