import { MESSAGE_PAGE_MAX, type Message } from '@parley/protocol'
import type { Peer } from './peer.ts'

/** Messages from a conversation's log that are on their way, and the pushes that wait for them. */
interface CatchUp {
  upTo: number
  pushed: Message[]
}

/**
 * Hands on every message that an agent gets, as often and in the order in which it comes. What the
 * server leaves to the log, because this end reads too slowly, is fetched and handed on before later
 * pushes of its conversation.
 */
export function createReceiver(peer: Peer, onMessage: (message: Message) => void) {
  const lastSeqs = new Map<string, number>()
  const catchUps = new Map<string, CatchUp>()
  let timesBehind = 0

  function hand(message: Message): void {
    lastSeqs.set(message.conversationId, message.seq)
    onMessage(message)
  }

  async function fetchMissed(conversationId: string, catchUp: CatchUp): Promise<void> {
    for (;;) {
      const afterSeq = lastSeqs.get(conversationId) ?? 0
      if (afterSeq >= catchUp.upTo) break
      const range = { $case: 'afterSeq', value: afterSeq } as const
      const { messages } = await peer.ask(
        { $case: 'fetchMessages', value: { conversationId, range, limit: MESSAGE_PAGE_MAX } },
        'messagePage',
      )
      if (messages.length === 0) break
      for (const message of messages) if (message.seq <= catchUp.upTo) hand(message)
    }
    catchUps.delete(conversationId)
    for (const message of catchUp.pushed) hand(message)
  }

  peer.onPush = (body) => {
    if (body.$case === 'messagePosted' && body.value.message !== undefined) {
      const { message } = body.value
      const catchUp = catchUps.get(message.conversationId)
      if (catchUp === undefined) hand(message)
      else catchUp.pushed.push(message)
    } else if (body.$case === 'behind') {
      const { conversationId, lastSeq } = body.value
      timesBehind += 1
      const running = catchUps.get(conversationId)
      if (running !== undefined) {
        // The pages reach over what was pushed meanwhile.
        Object.assign(running, { upTo: lastSeq, pushed: [] })
        return
      }
      const catchUp = { upTo: lastSeq, pushed: [] }
      catchUps.set(conversationId, catchUp)
      // What cannot be fetched shows in the figures as lost.
      fetchMissed(conversationId, catchUp).catch(() => {})
    }
  }

  return {
    /** How often the server told this end to fetch. */
    get timesBehind() {
      return timesBehind
    },
  }
}
