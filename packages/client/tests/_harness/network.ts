import {
  type ClientFrame,
  decodeClientFrame,
  encodeServerFrame,
  type ServerBody,
} from '@parley/protocol'
import type { SocketLike } from '../../src/index.ts'

/** One connection as the server sees it. Nothing moves unless a test says so. */
export interface Link {
  readonly url: string
  readonly isOpen: boolean
  /** Frames of the client that have not reached the server. */
  readonly toServer: ClientFrame[]
  /** Frames of the server that have not reached the client. */
  readonly toClient: { requestId: number; body: ServerBody }[]
  /** The socket opens. */
  open(): void
  /** The oldest frame of the server reaches the client. */
  deliver(): boolean
  /** Bytes reach the client that are no frame. */
  garble(): void
  /** The connection is gone; what was on its way is lost. */
  cut(code?: number): void
}

export interface Network {
  createSocket(url: string): SocketLike
  /** Every connection that was ever tried, the newest last. */
  readonly links: Link[]
  /** The newest. */
  readonly link: Link
}

export function createNetwork(): Network {
  const links: Link[] = []

  function createSocket(url: string): SocketLike {
    let isOpen = false
    let isGone = false
    const socket = {
      binaryType: '',
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send(bytes: Uint8Array) {
        if (!isOpen) throw new Error('the socket is not open')
        link.toServer.push(decodeClientFrame(bytes))
      },
      close() {
        isGone = true
        isOpen = false
      },
    } as unknown as SocketLike
    const link: Link = {
      url,
      get isOpen() {
        return isOpen
      },
      toServer: [],
      toClient: [],
      open() {
        if (isGone) return
        isOpen = true
        socket.onopen?.({} as never)
      },
      deliver() {
        const frame = link.toClient.shift()
        if (frame === undefined || !isOpen) return false
        const bytes = encodeServerFrame(frame.requestId, frame.body)
        // A copy, as a browser gives it: exactly the frame's bytes.
        socket.onmessage?.({ data: bytes.slice().buffer } as never)
        return true
      },
      garble() {
        socket.onmessage?.({ data: new Uint8Array([8]).buffer } as never)
      },
      cut(code = 1006) {
        if (isGone) return
        isGone = true
        isOpen = false
        link.toServer.length = 0
        link.toClient.length = 0
        socket.onclose?.({ code } as never)
      },
    }
    links.push(link)
    return socket
  }

  return {
    createSocket,
    links,
    get link() {
      const link = links.at(-1)
      if (link === undefined) throw new Error('nobody has connected yet')
      return link
    },
  }
}
