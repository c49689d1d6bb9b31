import { Presence } from '@parley/protocol'
import type { RoutingPolicy } from '@parley/protocol/rest/routing'
import type { ConversationPorts } from './conversations/index.ts'
import type { Gateway } from './gateway/index.ts'
import { createNames, findAgent, type PeoplePorts, type PresenceRoom } from './people/index.ts'
import type { Outside } from './platform/outside/index.ts'
import type { Secrets } from './platform/secrets/index.ts'
import type { Storage } from './platform/storage/index.ts'
import { createRouting, type Routing, type RoutingPorts } from './routing/index.ts'

/** What routing is given of the house. */
interface House extends Pick<RoutingPorts, 'notice' | 'failed' | 'observe' | 'opened'> {
  storage: Storage
  conversations: ConversationPorts
  people: PeoplePorts
  presence: PresenceRoom
  outside: Outside
  secrets: Secrets
  policy: RoutingPolicy
  /** It is there before anybody is. */
  gateway: () => Gateway | undefined
}

/** Routing with the gateway and the people of this house around it. */
export function houseRouting({ people, presence, gateway, ...house }: House): Routing {
  return createRouting({
    ...house,
    contactNames: createNames(people, 'contacts'),
    agentNames: createNames(people, 'agents'),
    findAgent: (workspaceId, agentId) => findAgent(people, workspaceId, agentId),
    setAway(agentId) {
      presence
        .choose({ agentId }, Presence.AWAY)
        .catch((error: unknown) => house.failed(error, 'presence'))
    },
    deliver: {
      offer: (offer) => gateway()?.offered(offer),
      withdraw: (offer) => gateway()?.offerWithdrawn(offer),
      place: (...place) => gateway()?.queuePlaceChanged(...place),
      isThere: (contactId) => gateway()?.isThere(contactId) ?? false,
      marked: (...mark) => gateway()?.conversationMarked(...mark),
      boardChanged: (workspaceId) => gateway()?.boardChanged(workspaceId),
    },
  })
}
