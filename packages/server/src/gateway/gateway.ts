import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type AgentPresence, encodeServerFrame, UPLOAD_FRAME_BYTES_MAX } from '@parley/protocol'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { ConversationEvent } from '../conversations/index.ts'
import type { GatewayContext } from './context.ts'
import { createConversationFacts } from './conversation-facts.ts'
import { createDelivery } from './delivery.ts'
import { createDescribe } from './describe.ts'
import { Hub } from './hub.ts'
import { createInboxFeed } from './inbox-feed.ts'
import type { AnswerDraft, GatewayPorts } from './ports.ts'
import { receive } from './receive.ts'
import { createRoutingPushes, type RoutingPushes } from './routing-pushes.ts'
import { Session } from './session.ts'
import { createSocket } from './socket.ts'
import { encodeAnswerDrafted } from './to-wire.ts'

/** How long a connection may take to say hello. */
const HELLO_TIMEOUT_MS = 10_000

/** How long an outbox may wait without a break before its connection is closed. */
const SLOW_CONSUMER_MS = 60_000

/** Longest a client is asked to wait before it reconnects to a server that restarts. */
const RECONNECT_SPREAD_MS = 2_000

/** How long closing handshakes may take before the sockets are cut. */
const CLOSE_TIMEOUT_MS = 2_000

export interface Gateway extends AsyncDisposable, RoutingPushes {
  /** Takes part in the bus: brings events to the connections of this process. */
  handle(event: ConversationEvent): void
  /** Brings what the assistant writes to the visitor, and to the agents who watch. */
  answerDrafted(draft: AnswerDraft): void
  /** One agent's presence is another now. */
  presenceChanged(workspaceId: string, agent: AgentPresence, isStaffed: boolean): void
  /** Closes the connections of one session of an agent, or of all but one, or of all. */
  endSessions(ended: {
    agentId: string
    tokenHash?: string
    exceptTokenHash?: string | undefined
  }): void
  /** An agent has another name from now on. */
  renameAgent(agentId: string, name: string): void
  /** Asks every client to reconnect elsewhere or later, closes, and refuses new ones. */
  drain(): Promise<void>
}

/** Listens for WebSocket upgrades on `/ws` of the server and serves their connections. */
export function createGateway(server: Server, ports: GatewayPorts): Gateway {
  const { options, observer, now } = ports
  const hub = new Hub()
  const context: GatewayContext = {
    ports,
    hub,
    facts: createConversationFacts(ports.conversations.log),
    describe: createDescribe(ports.people, ports.routing),
  }
  const inbox = createInboxFeed(context)
  const { close: closePushes, ...routingPushes } = createRoutingPushes(context, inbox)
  const deliver = createDelivery(context, inbox)
  const sockets = new WebSocketServer({
    noServer: true,
    // Frames that carry no file are bound more tightly, where it is known what they are.
    maxPayload: UPLOAD_FRAME_BYTES_MAX,
    perMessageDeflate: false,
    clientTracking: false,
  })
  let isDraining = false

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = request.url?.split('?', 1)[0]
    if (path !== '/ws') {
      refuseUpgrade(socket, 404, 'Not Found')
    } else if (isDraining || hub.all.size >= options.connectionsMax) {
      refuseUpgrade(socket, 503, 'Service Unavailable')
    } else {
      sockets.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, request))
    }
  }

  function open(webSocket: WebSocket, request: IncomingMessage): void {
    const { cookie, origin, host, 'user-agent': userAgent } = request.headers
    const session = new Session(
      createSocket(webSocket, request.socket),
      { cookieHeader: cookie, origin, host: host ?? '', userAgent: userAgent ?? '' },
      options,
      observer,
      now(),
    )
    hub.all.add(session)
    observer.connectionOpened()
    webSocket.on('message', (data: RawData, isBinary: boolean) => {
      // Text frames are no part of the protocol; an empty frame is refused like any other nonsense.
      receive(context, session, isBinary ? (data as Buffer) : nonsense)
    })
    // The socket emits it when all that was handed over has left; then what waits may follow.
    request.socket.on('drain', () => session.outbox.drain())
    // What a broken peer does to its own connection is seen in the close that follows.
    webSocket.on('error', () => {})
    webSocket.on('close', (code) => {
      session.closed()
      const { who } = session
      hub.leave(session)
      observer.connectionClosed(code)
      if (who.role === 'agent') ports.presence.disconnected(who)
    })
  }

  function sweep(): void {
    const at = now()
    for (const session of hub.all) {
      const idleMs = at - session.lastReceivedAt
      session.waitingSince = session.outbox.isWaiting ? session.waitingSince || at : 0
      if (session.isClosed) {
        // The closing handshake has had its time.
        if (idleMs > 2 * options.heartbeatMs) session.terminate()
      } else if (session.who.role === 'nobody' && idleMs > HELLO_TIMEOUT_MS) {
        session.close('hello_timeout')
      } else if (idleMs > 2 * options.heartbeatMs) {
        session.close('idle_timeout')
      } else if (session.waitingSince > 0 && at - session.waitingSince > SLOW_CONSUMER_MS) {
        session.close('slow_consumer')
        session.terminate()
      }
    }
  }

  server.on('upgrade', onUpgrade)
  const sweeping = setInterval(sweep, Math.min(5_000, options.heartbeatMs / 2))

  return {
    handle: deliver,
    ...routingPushes,

    answerDrafted(draft) {
      const frame = encodeAnswerDrafted(draft)
      for (const session of hub.byContact.get(draft.contactId)) session.outbox.offerTransient(frame)
      for (const session of hub.watching.get(draft.conversationId)) {
        session.outbox.offerTransient(frame)
      }
    },

    presenceChanged(workspaceId, agent, isStaffed) {
      const push = (shown: AgentPresence | undefined) =>
        encodeServerFrame(0, { $case: 'presenceChanged', value: { agent: shown, isStaffed } })
      const forAgents = push(agent)
      for (const session of hub.byWorkspace.get(workspaceId)) {
        session.outbox.offerTransient(forAgents)
      }
      const forVisitors = push(undefined)
      for (const session of hub.visitorsByWorkspace.get(workspaceId)) {
        session.outbox.offerTransient(forVisitors)
      }
    },

    endSessions({ agentId, tokenHash, exceptTokenHash }) {
      for (const session of [...hub.byAgent.get(agentId)]) {
        if (session.who.role !== 'agent' || session.who.tokenHash === exceptTokenHash) continue
        if (tokenHash !== undefined && session.who.tokenHash !== tokenHash) continue
        session.close('signed_out')
      }
    },

    renameAgent(agentId, name) {
      for (const session of hub.byAgent.get(agentId)) {
        if (session.who.role === 'agent') session.who = { ...session.who, name }
      }
    },

    async drain() {
      isDraining = true
      clearInterval(sweeping)
      for (const session of hub.all) {
        const reconnectAfterMs = 250 + Math.round(Math.random() * RECONNECT_SPREAD_MS)
        session.answer(0, { $case: 'draining', value: { reconnectAfterMs } })
        session.close('draining')
      }
      const deadline = performance.now() + CLOSE_TIMEOUT_MS
      while (hub.all.size > 0 && performance.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      for (const session of hub.all) session.terminate()
    },

    async [Symbol.asyncDispose]() {
      server.off('upgrade', onUpgrade)
      if (!isDraining) await this.drain()
      inbox.close()
      closePushes()
      sockets.close()
    },
  }
}

const nonsense = new Uint8Array([0xff])

function refuseUpgrade(socket: Duplex, status: number, text: string): void {
  socket.on('error', () => {})
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\nRetry-After: 2\r\n\r\n`,
  )
}
