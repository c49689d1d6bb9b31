import {
  type ClientBodyOf,
  PROTOCOL_VERSION,
  PROTOCOL_VERSION_MIN,
  Refusal,
  type ServerBodyOf,
  TEXT_LENGTH_MAX,
} from '@parley/protocol'
import type { GatewayContext } from './context.ts'
import type { Session } from './session.ts'

/** Conversations that a welcome brings along. */
const CONVERSATIONS_MAX = 20

type Hello = ClientBodyOf<'hello'>
type Welcome = ServerBodyOf<'welcome'>

/**
 * Lets a connection in: agrees on a version, finds out who it is, and says what it needs to go on.
 *
 * @throws {Refusal} `unsupported_version`, `origin_not_allowed`, `not_signed_in`, `not_found`
 * (no such channel), `bad_frame`
 */
export async function greet(
  context: GatewayContext,
  session: Session,
  hello: Hello,
): Promise<Welcome> {
  const protocolVersion = agreeOnVersion(hello)
  const { options } = context.ports
  const common = {
    protocolVersion,
    serverTime: context.ports.now(),
    heartbeatMs: options.heartbeatMs,
    textLengthMax: TEXT_LENGTH_MAX,
  }
  switch (hello.credential?.$case) {
    case 'visitor':
      return { ...common, who: await greetVisitor(context, session, hello, hello.credential.value) }
    case 'agent':
      return { ...common, who: await greetAgent(context, session) }
    case undefined:
      throw new Refusal('bad_frame', 'The hello has no credential. Send visitor or agent.')
  }
}

function agreeOnVersion({ protocolVersion, protocolVersionMin }: Hello): number {
  const version = Math.min(protocolVersion, PROTOCOL_VERSION)
  if (version >= PROTOCOL_VERSION_MIN && version >= protocolVersionMin) return version
  throw new Refusal(
    'unsupported_version',
    `The client speaks versions ${protocolVersionMin} to ${protocolVersion}; this server speaks ${PROTOCOL_VERSION_MIN} to ${PROTOCOL_VERSION}. Use a client of the server's release.`,
  )
}

async function greetVisitor(
  context: GatewayContext,
  session: Session,
  hello: Hello,
  { channelId, visitorToken }: { channelId: string; visitorToken: string },
): Promise<Welcome['who']> {
  const { people, presence, options, conversations, now } = context.ports
  const visitor = await people.admitVisitor({
    channelId,
    visitorToken,
    locale: hello.locale.slice(0, 35),
    userAgent: session.upgrade.userAgent.slice(0, 300),
    originHost: isOwnOrigin(context, session) ? '' : hostOf(session.upgrade.origin ?? ''),
  })
  if (visitor === undefined) {
    throw new Refusal(
      'not_found',
      'There is no such channel, or it does not allow this page. Check the snippet and the allowed domains.',
    )
  }
  const { contactId, workspaceId } = visitor
  session.who = { role: 'visitor', contactId, workspaceId, channelId }
  session.limitFrames(options.framesPerSecondMax, now())
  // Heard of from here on, so that nothing falls between the list and the first push.
  admit(context, session)
  const list = await conversations.log.ofContact(contactId, CONVERSATIONS_MAX)
  return {
    $case: 'visitor',
    value: {
      contactId,
      visitorToken: visitor.visitorToken,
      conversations: await context.describe(list, 'contact'),
      isStaffed: presence.isStaffed(workspaceId),
      isTypingPreviewOn: visitor.isTypingPreviewOn,
    },
  }
}

async function greetAgent(context: GatewayContext, session: Session): Promise<Welcome['who']> {
  const { people, presence, options, now } = context.ports
  if (session.upgrade.origin !== undefined && !isOwnOrigin(context, session)) {
    throw new Refusal(
      'origin_not_allowed',
      'Agents sign in from the console only. Open it at its own address.',
    )
  }
  const agent = await people.authenticateAgent(session.upgrade.cookieHeader)
  if (agent === undefined) {
    throw new Refusal('not_signed_in', 'Nobody is signed in here. Sign in and connect again.')
  }
  session.who = { role: 'agent', ...agent }
  session.limitFrames(options.agentFramesPerSecondMax, now())
  admit(context, session)
  if (!session.isClosed) presence.connected(agent)
  return {
    $case: 'agent',
    value: {
      agentId: agent.agentId,
      workspaceId: agent.workspaceId,
      presence: presence.of(agent.agentId),
      agents: await presence.list(agent.workspaceId),
    },
  }
}

/** The socket may have closed while the hello was looked at; then nobody joins. */
function admit({ hub }: GatewayContext, session: Session): void {
  if (!session.isClosed) hub.admit(session)
}

function isOwnOrigin({ ports }: GatewayContext, { upgrade }: Session): boolean {
  const { origin, host } = upgrade
  if (origin === undefined || origin === ports.options.publicOrigin()) return true
  return host !== '' && hostOf(origin) === host
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : 'invalid'
}
