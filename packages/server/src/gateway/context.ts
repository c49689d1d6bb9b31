import {
  type Author,
  type Conversation,
  conversationNotFound,
  type Scope,
} from '../conversations/index.ts'
import type { ConversationFacts } from './conversation-facts.ts'
import type { Describe } from './describe.ts'
import type { Hub } from './hub.ts'
import type { GatewayPorts } from './ports.ts'
import type { Session } from './session.ts'

/** What every part of the gateway works with. */
export interface GatewayContext {
  ports: GatewayPorts
  hub: Hub
  facts: ConversationFacts
  describe: Describe
}

/** What a signed-in connection may reach. */
export function scopeOf(session: Session): Scope {
  const { who } = session
  switch (who.role) {
    case 'visitor':
      return { workspaceId: who.workspaceId, contactId: who.contactId }
    case 'agent':
      return { workspaceId: who.workspaceId }
    case 'nobody':
      throw new Error('nobody has no scope: a hello must come first')
  }
}

/** Who posts through this connection. */
export function authorOf({ who }: Session): Author {
  switch (who.role) {
    case 'visitor':
      return { kind: 'contact', id: who.contactId, name: '' }
    case 'agent':
      return { kind: 'agent', id: who.agentId, name: who.name }
    case 'nobody':
      throw new Error('nobody posts nothing: a hello must come first')
  }
}

/**
 * A conversation that this connection may reach.
 *
 * @throws {Refusal} `not_found`
 */
export async function reach(
  { facts }: GatewayContext,
  session: Session,
  conversationId: string,
): Promise<Conversation> {
  const conversation = await facts.find(scopeOf(session), conversationId)
  if (conversation === undefined) throw conversationNotFound()
  return conversation
}
