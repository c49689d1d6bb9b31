import { type Conversation, Refusal } from '@parley/protocol'
import type { Connection } from './connection.ts'
import { defaultEnvironment, type Environment } from './socket.ts'

/** Past its end an offer is shown no longer than this, should the word of its end be lost. */
const SLACK_MS = 1_000

/** A conversation that this agent may accept. */
export interface Offer {
  conversation: Conversation
  /** Epoch milliseconds, by this machine's clock. */
  expiresAt: number
}

export interface Offers {
  /** Those that stand, the oldest first; a new list on every change. */
  readonly standing: readonly Offer[]
  /**
   * Accepts or declines. Resolves with whether it was in time: an offer that has gone on is nobody's
   * fault. Rejects when the answer may not have come through.
   */
  respond(conversationId: string, isAccepted: boolean): Promise<boolean>
  /** Told of every new offer. */
  onOffered(listener: (offer: Offer) => void): () => void
  subscribe(listener: () => void): () => void
  close(): void
}

/** Conversations on offer to an agent: they come, are answered, and go by themselves. */
export function createOffers(
  connection: Connection,
  { now, setTimer, clearTimer }: Environment = defaultEnvironment,
): Offers {
  const listeners = new Set<() => void>()
  const offerListeners = new Set<(offer: Offer) => void>()
  const timers = new Map<string, unknown>()
  let standing: readonly Offer[] = []

  function update(next: readonly Offer[]): void {
    standing = next
    for (const listener of [...listeners]) listener()
  }

  function remove(conversationId: string): void {
    clearTimer(timers.get(conversationId))
    timers.delete(conversationId)
    if (!standing.some(({ conversation }) => conversation.id === conversationId)) return
    update(standing.filter(({ conversation }) => conversation.id !== conversationId))
  }

  function offered(conversation: Conversation, expiresAt: number): void {
    const { id } = conversation
    const isNew = !standing.some((offer) => offer.conversation.id === id)
    const offer = { conversation, expiresAt: expiresAt - connection.clockAheadMs }
    clearTimer(timers.get(id))
    timers.set(
      id,
      setTimer(() => remove(id), Math.max(0, offer.expiresAt - now()) + SLACK_MS),
    )
    update([...standing.filter((one) => one.conversation.id !== id), offer])
    if (isNew) for (const listener of [...offerListeners]) listener(offer)
  }

  const unsubscribe = connection.subscribe((event) => {
    if (event.type !== 'pushed') return
    const { body } = event
    if (body.$case === 'conversationOffered') {
      const { conversation, expiresAt } = body.value
      if (conversation !== undefined) offered(conversation, expiresAt)
    } else if (body.$case === 'offerWithdrawn') remove(body.value.conversationId)
  })

  return {
    get standing() {
      return standing
    },
    async respond(conversationId, isAccepted) {
      const body = { $case: 'respondToOffer', value: { conversationId, isAccepted } } as const
      try {
        await connection.request(body, 'done')
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        remove(conversationId)
        return false
      }
      remove(conversationId)
      return true
    },
    onOffered(listener) {
      offerListeners.add(listener)
      return () => offerListeners.delete(listener)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      unsubscribe()
      for (const timer of timers.values()) clearTimer(timer)
      listeners.clear()
      offerListeners.clear()
    },
  }
}
