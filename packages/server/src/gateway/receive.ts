import { randomUUID } from 'node:crypto'
import {
  type ClientBody,
  type ClientFrame,
  type closeCodes,
  decodeClientFrame,
  encodeServerFrame,
  Refusal,
  type RefusalReason,
  type ServerBody,
} from '@parley/protocol'
import * as ofAgent from './agent-requests.ts'
import type { GatewayContext } from './context.ts'
import { greet } from './hello.ts'
import type { Session } from './session.ts'
import {
  answerFetchMessages,
  answerMoveCursor,
  answerPost,
  answerTyping,
  done,
} from './shared-requests.ts'
import * as ofVisitor from './visitor-requests.ts'

/** Requests of one connection that may be under way at once. */
const REQUESTS_IN_FLIGHT_MAX = 256

const heartbeatReply = encodeServerFrame(0, { $case: 'heartbeatReply', value: {} })

/** Refusals of a hello after which the connection makes no sense, and the code that says why. */
const closedAfterHello: Partial<Record<RefusalReason, keyof typeof closeCodes>> = {
  unsupported_version: 'unsupported_version',
  origin_not_allowed: 'origin_not_allowed',
  not_signed_in: 'not_signed_in',
  not_found: 'not_signed_in',
  bad_frame: 'bad_frame',
}

/**
 * Takes one frame's bytes: decodes, checks the limits, carries it out and answers. Never throws
 * and never leaves a request without its one answer.
 */
export function receive(context: GatewayContext, session: Session, bytes: Uint8Array): void {
  if (session.isClosed) return
  const now = context.ports.now()
  session.lastReceivedAt = now
  let frame: ClientFrame
  try {
    frame = decodeClientFrame(bytes)
  } catch {
    session.refuse(0, new Refusal('bad_frame', 'The bytes are not a frame of this protocol.'))
    session.close('bad_frame')
    return
  }
  const { requestId, body } = frame
  const { observer } = context.ports
  observer.frameReceived(body?.$case ?? 'unknown')
  const waitMs = session.takeFrame(now)
  if (waitMs > 0) {
    if (requestId !== 0) {
      session.refuse(
        requestId,
        new Refusal('too_many_requests', 'Too many frames in too short a time. Slow down.', {
          retryAfterMs: waitMs,
        }),
      )
    }
    return
  }
  if (body?.$case === 'heartbeat' && requestId === 0) {
    session.outbox.offerTransient(heartbeatReply)
    return
  }
  if (session.requestsInFlight >= REQUESTS_IN_FLIGHT_MAX) {
    session.refuse(
      requestId,
      new Refusal(
        'too_many_requests',
        `${REQUESTS_IN_FLIGHT_MAX} requests wait for their answer, the most allowed. Wait for some.`,
        { retryAfterMs: 500 },
      ),
    )
    return
  }
  session.requestsInFlight += 1
  answer(context, session, body).then(
    (result) => {
      session.requestsInFlight -= 1
      if (requestId !== 0) session.answer(requestId, result)
    },
    (error: unknown) => {
      session.requestsInFlight -= 1
      const refusal = toRefusal(context, error)
      // A notice gets no answer, unless it is a hello or makes no sense at all.
      if (requestId !== 0 || body === undefined || body.$case === 'hello') {
        session.refuse(requestId, refusal)
      } else observer.refused(refusal.reason)
      if (body?.$case === 'hello') {
        const reason = closedAfterHello[refusal.reason]
        session.close(reason ?? 'internal')
      }
    },
  )
}

async function answer(
  context: GatewayContext,
  session: Session,
  body: ClientBody | undefined,
): Promise<ServerBody> {
  if (body === undefined) {
    throw new Refusal('unknown_frame', 'This server does not know this kind of frame. Update it.')
  }
  if (body.$case === 'heartbeat') return done
  const { who } = session
  if (body.$case === 'hello') {
    if (who.role !== 'nobody' || session.isGreeting) {
      throw new Refusal('bad_frame', 'The connection said hello already. Say it once.')
    }
    session.isGreeting = true
    return { $case: 'welcome', value: await greet(context, session, body.value) }
  }
  switch (who.role) {
    case 'nobody':
      throw new Refusal('not_signed_in', 'The first frame must be a hello. Wait for its welcome.')
    case 'visitor':
      return (await answerShared(context, session, body)) ?? answerVisitor(context, who, body)
    case 'agent':
      return (
        (await answerShared(context, session, body)) ?? answerAgent(context, session, who, body)
      )
  }
}

function answerShared(
  context: GatewayContext,
  session: Session,
  body: ClientBody,
): Promise<ServerBody> | undefined {
  switch (body.$case) {
    case 'post':
      return answerPost(context, session, body.value)
    case 'fetchMessages':
      return answerFetchMessages(context, session, body.value)
    case 'moveCursor':
      return answerMoveCursor(context, session, body.value)
    case 'typing':
      return answerTyping(context, session, body.value)
    default:
      return undefined
  }
}

function answerVisitor(
  context: GatewayContext,
  who: Extract<Session['who'], { role: 'visitor' }>,
  body: ClientBody,
): Promise<ServerBody> {
  switch (body.$case) {
    case 'startConversation':
      return ofVisitor.answerStartConversation(context, who, body.value)
    case 'visitPage':
      return ofVisitor.answerVisitPage(context, who, body.value)
    case 'identifyContact':
      return ofVisitor.answerIdentifyContact(context, who, body.value)
    default:
      throw new Refusal('not_allowed', 'Visitors may not ask for this. It is the agents’.')
  }
}

function answerAgent(
  context: GatewayContext,
  session: Session,
  who: Extract<Session['who'], { role: 'agent' }>,
  body: ClientBody,
): Promise<ServerBody> {
  switch (body.$case) {
    case 'listConversations':
      return ofAgent.answerListConversations(context, who, body.value)
    case 'countInbox':
      return ofAgent.answerCountInbox(context, who)
    case 'fetchConversation':
      return ofAgent.answerFetchConversation(context, who, body.value)
    case 'changeConversation':
      return ofAgent.answerChangeConversation(context, session, who, body.value)
    case 'watch':
      return ofAgent.answerWatch(context, session, body.value)
    case 'setPresence':
      return ofAgent.answerSetPresence(context, who, body.value)
    default:
      throw new Refusal('not_allowed', 'Agents may not ask for this. It is the visitors’.')
  }
}

function toRefusal({ ports }: GatewayContext, error: unknown): Refusal {
  if (error instanceof Refusal) {
    if (error.cause !== undefined) ports.observer.failed(error, error.reason)
    return error
  }
  const reference = randomUUID()
  ports.observer.failed(error, reference)
  return new Refusal('internal', `The server failed. Tell its administrator: ${reference}.`)
}
