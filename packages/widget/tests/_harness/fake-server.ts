import type { SocketLike } from '@parley/client'
import {
  type ClientBody,
  type ClientBodyOf,
  decodeClientFrame,
  encodeServerFrame,
  type ServerBody,
  type ServerBodyOf,
} from '@parley/protocol'

type VisitorWelcome = Extract<ServerBodyOf<'welcome'>['who'], { $case: 'visitor' }>['value']

interface Received {
  requestId: number
  body: ClientBody
}

/** The other end of the sockets that a connection opens: says what a test tells it to say. */
export interface FakeServer {
  createSocket(): SocketLike
  /** How many sockets were opened. */
  readonly opened: number
  /**
   * Opens the newest socket and welcomes whoever says hello; returns that hello. `meanwhile` runs
   * between the two.
   */
  welcome(visitor?: Partial<VisitorWelcome>, meanwhile?: () => void): ClientBodyOf<'hello'>
  /** What came over the newest socket of this kind and was not taken yet. */
  take<Case extends ClientBody['$case']>(kind: Case): ClientBodyOf<Case>[]
  /** Answers the oldest request of this kind; returns the request. */
  answer<Case extends ClientBody['$case']>(kind: Case, body: ServerBody): ClientBodyOf<Case>
  push(body: ServerBody): void
  lose(): void
}

export function createFakeServer(): FakeServer {
  let socket: SocketLike | undefined
  let opened = 0
  let received: Received[] = []

  function send(requestId: number, body: ServerBody): void {
    const bytes = encodeServerFrame(requestId, body)
    const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    socket?.onmessage?.({ data } as never)
  }

  function takeFirst(kind: string): Received {
    const found = received.find(({ body }) => body.$case === kind)
    if (found === undefined) throw new Error(`no ${kind} among ${JSON.stringify(received)}`)
    received = received.filter((one) => one !== found)
    return found
  }

  return {
    createSocket() {
      opened += 1
      received = []
      const created: SocketLike = {
        binaryType: '',
        onopen: null,
        onmessage: null,
        onclose: null,
        onerror: null,
        send(bytes) {
          const { requestId, body } = decodeClientFrame(bytes)
          if (body !== undefined && socket === created) received.push({ requestId, body })
        },
        close() {},
      }
      socket = created
      return created
    },
    get opened() {
      return opened
    },
    welcome(visitor = {}, meanwhile) {
      socket?.onopen?.({} as never)
      const hello = takeFirst('hello')
      meanwhile?.()
      const value: VisitorWelcome = {
        contactId: 'visitor-1',
        visitorToken: 'token-1',
        conversations: [],
        isStaffed: true,
        isTypingPreviewOn: true,
        ...visitor,
      }
      send(hello.requestId, {
        $case: 'welcome',
        value: {
          protocolVersion: 1,
          serverTime: 0,
          heartbeatMs: 25_000,
          textLengthMax: 10_000,
          who: { $case: 'visitor', value },
        },
      })
      return hello.body.value as ClientBodyOf<'hello'>
    },
    take(kind) {
      const taken = received.filter(({ body }) => body.$case === kind)
      received = received.filter(({ body }) => body.$case !== kind)
      return taken.map(({ body }) => body.value) as never
    },
    answer(kind, body) {
      const request = takeFirst(kind)
      send(request.requestId, body)
      return request.body.value as never
    },
    push: (body) => send(0, body),
    lose() {
      socket?.onclose?.({ code: 1006 } as never)
    },
  }
}

/** Lets everything run that waits for nothing but its turn. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
