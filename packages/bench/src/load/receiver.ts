import { MESSAGE_PAGE_MAX } from '@parley/protocol'
import type { Peer, Received } from './peer.ts'

/** Messages from a conversation's log that are on their way, and the pushes that wait for them. */
interface CatchUp {
  upTo: number
  pushed: Received[]
}

/**
 * Hands on every message that an agent gets, as often and in the order in which it comes. What the
 * server leaves to the log, because this end reads too slowly or was away, is fetched and handed on
 * before later pushes of its conversation. What is handed on is good only during the call.
 */
export function createReceiver(peer: Peer, onMessage: (message: Received) => void) {
  const lastSeqs = new Map<string, number>()
  const catchUps = new Map<string, CatchUp>()
  let timesBehind = 0

  function hand(message: Received): void {
    lastSeqs.set(message.conversationId, message.seq)
    onMessage(message)
  }

  async function fetchMissed(by: Peer, conversationId: string, catchUp: CatchUp): Promise<void> {
    for (;;) {
      const afterSeq = lastSeqs.get(conversationId) ?? 0
      if (afterSeq >= catchUp.upTo) break
      const range = { $case: 'afterSeq', value: afterSeq } as const
      const { messages } = await by.ask(
        { $case: 'fetchMessages', value: { conversationId, range, limit: MESSAGE_PAGE_MAX } },
        'messagePage',
      )
      if (messages.length === 0) break
      for (const message of messages) if (message.seq <= catchUp.upTo) hand(message)
    }
    catchUps.delete(conversationId)
    // Pages without an end reach over what was pushed meanwhile.
    const last = lastSeqs.get(conversationId) ?? 0
    const isOpenEnded = catchUp.upTo === Number.POSITIVE_INFINITY
    for (const message of catchUp.pushed) if (!isOpenEnded || message.seq > last) hand(message)
  }

  function catchUp(by: Peer, conversationId: string, upTo: number): Promise<void> {
    const running = catchUps.get(conversationId)
    if (running !== undefined) {
      // The pages reach over what was pushed meanwhile.
      Object.assign(running, { upTo, pushed: [] })
      return Promise.resolve()
    }
    const starting = { upTo, pushed: [] }
    catchUps.set(conversationId, starting)
    return fetchMissed(by, conversationId, starting)
  }

  function listen(to: Peer): void {
    to.onMessage = (message) => {
      const running = catchUps.get(message.conversationId)
      if (running === undefined) hand(message)
      else running.pushed.push({ ...message })
    }
    to.onBehind = (conversationId, lastSeq) => {
      timesBehind += 1
      // What cannot be fetched shows in the figures as lost.
      catchUp(to, conversationId, lastSeq).catch(() => {})
    }
  }

  listen(peer)
  return {
    /** How often the server told this end to fetch. */
    get timesBehind() {
      return timesBehind
    },
    /** The same end on a new connection: fetches what was missed in these conversations. */
    async resume(on: Peer, conversationIds: readonly string[]): Promise<void> {
      catchUps.clear()
      listen(on)
      // All of them wait from the first moment on, so that no push overtakes what was missed.
      const starting = conversationIds.map((conversationId) => {
        const missed: CatchUp = { upTo: Number.POSITIVE_INFINITY, pushed: [] }
        catchUps.set(conversationId, missed)
        return [conversationId, missed] as const
      })
      for (const [conversationId, missed] of starting) await fetchMissed(on, conversationId, missed)
    },
  }
}

export type Receiver = ReturnType<typeof createReceiver>
