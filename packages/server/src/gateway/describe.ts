import type { Conversation as WireConversation } from '@parley/protocol'
import { assignedAgent, type Conversation } from '../conversations/index.ts'
import type { GatewayPeople, GatewayRouting } from './ports.ts'
import { type Side, toWireConversation } from './to-wire.ts'

/** Puts conversations of one workspace into the words of the wire, with the names they refer to. */
export type Describe = (
  conversations: readonly Conversation[],
  side: Side,
) => Promise<WireConversation[]>

export function createDescribe(people: GatewayPeople, routing: GatewayRouting): Describe {
  return async (conversations, side) => {
    const workspaceId = conversations[0]?.workspaceId
    if (workspaceId === undefined) return []
    const contactIds = new Set(conversations.map(({ contactId }) => contactId))
    const agentIds = new Set(conversations.map(({ state }) => assignedAgent(state)))
    agentIds.delete('')
    const [contacts, agents] = await Promise.all([
      people.contactNames(workspaceId, [...contactIds]),
      people.agentNames(workspaceId, [...agentIds]),
    ])
    return conversations.map((conversation) =>
      toWireConversation(conversation, side, {
        contactName: contacts.get(conversation.contactId) ?? '',
        agentName: agents.get(assignedAgent(conversation.state)) ?? '',
        mark: side === 'agent' ? routing.markOf(conversation) : undefined,
      }),
    )
  }
}
