import { randomUUID } from 'node:crypto'
import {
  type ClientBody,
  type ClientFrame,
  type closeCodes,
  decodeClientFrame,
  encodeServerFrame,
  FRAME_BYTES_MAX,
  Refusal,
  type RefusalReason,
  type ServerBody,
} from '@parley/protocol'
import * as ofAgent from './agent-requests.ts'
import * as ofAssistant from './assistant-requests.ts'
import type { GatewayContext } from './context.ts'
import * as ofFiles from './file-requests.ts'
import { greet } from './hello.ts'
import * as ofRouting from './routing-requests.ts'
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

/** From so many bytes on, a chunk does not count among the frames a second. */
const FULL_CHUNK_BYTES = 16_384

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
  const isLong = bytes.length > FRAME_BYTES_MAX
  let frame: ClientFrame | undefined
  try {
    frame = decodeClientFrame(bytes)
  } catch {
    // Refused below.
  }
  if (isLong && (session.who.role === 'nobody' || !isUpload(frame?.body))) {
    session.closeTooLarge()
    return
  }
  if (frame === undefined) {
    session.refuse(0, new Refusal('bad_frame', 'The bytes are not a frame of this protocol.'))
    session.close('bad_frame')
    return
  }
  const { requestId, body } = frame
  const { observer } = context.ports
  observer.frameReceived(body?.$case ?? 'unknown')
  // Full chunks are bound by the bytes of a visitor and by how many may be unanswered.
  const waitMs = isFullChunk(body) ? 0 : session.takeFrame(now)
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
      if (body?.$case === 'hello') {
        ofAssistant.offerDrafts(context, session)
        ofRouting.tellOfRouting(context, session)
      }
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

/** Frames that may be longer than others, because they carry bytes of a file. */
function isUpload(body: ClientBody | undefined): boolean {
  return body?.$case === 'beginUpload' || body?.$case === 'uploadChunk'
}

function isFullChunk(body: ClientBody | undefined): boolean {
  return body?.$case === 'uploadChunk' && body.value.bytes.length >= FULL_CHUNK_BYTES
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
      return (
        (await answerShared(context, session, body)) ?? answerVisitor(context, session, who, body)
      )
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
    case 'beginUpload':
      return ofFiles.answerBeginUpload(context, session, body.value)
    case 'uploadChunk':
      return ofFiles.answerUploadChunk(context, session, body.value)
    case 'cancelUpload':
      return ofFiles.answerCancelUpload(context, session, body.value)
    case 'fetchFileLinks':
      return ofFiles.answerFetchFileLinks(context, session, body.value)
    default:
      return undefined
  }
}

function answerVisitor(
  context: GatewayContext,
  session: Session,
  who: Extract<Session['who'], { role: 'visitor' }>,
  body: ClientBody,
): Promise<ServerBody> {
  switch (body.$case) {
    case 'startConversation':
      return ofVisitor.answerStartConversation(context, session, who, body.value)
    case 'visitPage':
      return ofVisitor.answerVisitPage(context, who, body.value)
    case 'identifyContact':
      return ofVisitor.answerIdentifyContact(context, who, body.value)
    case 'askForPerson':
      return ofAssistant.answerAskForPerson(context, session, body.value)
    case 'rateAnswer':
      return ofAssistant.answerRateAnswer(context, session, body.value)
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
    case 'respondToOffer':
      return ofRouting.answerRespondToOffer(context, who, body.value)
    case 'watchBoard':
      return ofRouting.answerWatchBoard(session, who, body.value)
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
