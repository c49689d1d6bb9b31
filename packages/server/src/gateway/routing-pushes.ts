import { encodeServerFrame, OfferEnd } from '@parley/protocol'
import type { Conversation } from '../conversations/index.ts'
import type { GatewayContext } from './context.ts'
import type { InboxFeed } from './inbox-feed.ts'
import type { QueuePlace } from './ports.ts'

/** Shortest time between two words about one board. */
const BOARD_GATHER_MS = 1_000

const ends = {
  accepted: OfferEnd.ACCEPTED,
  declined: OfferEnd.DECLINED,
  expired: OfferEnd.EXPIRED,
  taken: OfferEnd.TAKEN,
  gone: OfferEnd.GONE,
} as const

const boardFrame = encodeServerFrame(0, { $case: 'boardChanged', value: {} })

/** Brings offers to their agents, places in the queue to visitors, and marks to the lists. */
export function createRoutingPushes(
  { hub, facts, describe, ports }: GatewayContext,
  inbox: InboxFeed,
) {
  /** Workspaces whose board changed; undefined: nothing since the last word. */
  const boards = new Map<string, NodeJS.Timeout>()

  function tellBoard(workspaceId: string): void {
    boards.delete(workspaceId)
    for (const session of hub.byWorkspace.get(workspaceId)) {
      if (session.isWatchingBoard) session.outbox.offerTransient(boardFrame)
    }
  }

  return {
    /** Shows an agent a conversation that it may accept. */
    offered(offer: { conversation: Conversation; agentId: string; expiresAt: number }): void {
      const { conversation, agentId, expiresAt } = offer
      describe([conversation], 'agent').then(
        ([described]) => {
          const value = { conversation: described, expiresAt }
          const frame = encodeServerFrame(0, { $case: 'conversationOffered', value })
          for (const session of hub.byAgent.get(agentId)) session.outbox.offerTransient(frame)
        },
        (error: unknown) => ports.observer.failed(error, 'offer'),
      )
    },

    /** Takes an offer back from its agent's consoles. */
    offerWithdrawn(offer: {
      conversationId: string
      agentId: string
      end: keyof typeof ends
    }): void {
      const value = { conversationId: offer.conversationId, end: ends[offer.end] }
      const frame = encodeServerFrame(0, { $case: 'offerWithdrawn', value })
      for (const session of hub.byAgent.get(offer.agentId)) session.outbox.offerTransient(frame)
    },

    /** Tells a visitor where it waits. */
    queuePlaceChanged(contactId: string, conversationId: string, place: QueuePlace): void {
      const { position, shouldLeaveMessage } = place
      const frame = encodeServerFrame(0, {
        $case: 'queuePlaceChanged',
        value: {
          conversationId,
          position,
          p50Ms: whole(place.p50Ms),
          p90Ms: whole(place.p90Ms),
          shouldLeaveMessage,
          opensAt: Number.isFinite(place.opensAt) ? Math.round(place.opensAt) : 0,
        },
      })
      for (const session of hub.byContact.get(contactId)) session.outbox.offerTransient(frame)
    },

    /** Whether a page of this contact is connected. */
    isThere: (contactId: string): boolean => hub.byContact.has(contactId),

    /** What lists show beside a conversation is something else now. */
    conversationMarked(workspaceId: string, conversationId: string): void {
      if (!hub.byWorkspace.has(workspaceId)) return
      facts.find({ workspaceId }, conversationId).then(
        (conversation) => conversation && inbox.changed(conversation),
        (error: unknown) => ports.observer.failed(error, 'mark'),
      )
    },

    /** Says to who watches the board that it is another one, at most once a second. */
    boardChanged(workspaceId: string): void {
      if (boards.has(workspaceId) || !hub.byWorkspace.has(workspaceId)) return
      boards.set(workspaceId, setTimeout(tellBoard, BOARD_GATHER_MS, workspaceId))
    },

    close(): void {
      for (const timer of boards.values()) clearTimeout(timer)
      boards.clear()
    },
  }
}

export type RoutingPushes = Omit<ReturnType<typeof createRoutingPushes>, 'close'>

/** Milliseconds as the wire has them: 32 bits, some 49 days. */
function whole(ms: number): number {
  return Math.min(4_294_967_295, Math.max(0, Math.round(ms)))
}
