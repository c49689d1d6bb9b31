import { type ClientBodyOf, Refusal, type ServerBody } from '@parley/protocol'
import type { GatewayContext } from './context.ts'
import type { AgentIdentity } from './ports.ts'
import type { Session } from './session.ts'
import { done } from './shared-requests.ts'

export async function answerRespondToOffer(
  { ports }: GatewayContext,
  agent: AgentIdentity,
  { conversationId, isAccepted }: ClientBodyOf<'respondToOffer'>,
): Promise<ServerBody> {
  ports.routing.respondToOffer(agent, conversationId, isAccepted)
  return done
}

export async function answerWatchBoard(
  session: Session,
  { isSupervisor }: AgentIdentity,
  { isWatching }: ClientBodyOf<'watchBoard'>,
): Promise<ServerBody> {
  if (!isSupervisor) {
    throw new Refusal('not_allowed', 'This needs the role supervisor. Ask an administrator.')
  }
  session.isWatchingBoard = isWatching
  return done
}

/** Tells who has just come what routing has for it: offers that stand, places in the queue. */
export function tellOfRouting({ ports }: GatewayContext, { who, isClosed }: Session): void {
  if (isClosed) return
  if (who.role === 'visitor') ports.routing.welcomeVisitor(who.workspaceId, who.contactId)
  else if (who.role === 'agent') ports.routing.welcomeAgent(who.workspaceId, who.agentId)
}
