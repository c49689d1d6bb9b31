import { MESSAGE_PAGE_MAX, type Message } from '@parley/protocol'
import type { Visitor } from './cast.ts'
import { inTurns } from './cast.ts'
import type { Ledger } from './ledger.ts'
import type { Peer } from './peer.ts'

/** What the log itself says of the messages of a run. */
export interface LogCheck {
  /** Messages of visitors that stand in it. */
  stored: number
  /** Acked, and yet not there. */
  lost: number
  /** There more than once. */
  doubled: number
  /** There before one that was sent earlier, or after a gap of `seq`. */
  outOfOrder: number
}

/** Conversations that are read at a time. */
const AT_ONCE = 4

/** Reads all conversations from the log, by an agent, and compares them with what was acked. */
export async function checkLog(
  ledger: Ledger,
  visitors: readonly Visitor[],
  agent: Peer,
): Promise<LogCheck> {
  const check: LogCheck = { stored: 0, lost: 0, doubled: 0, outOfOrder: 0 }
  await inTurns(visitors.length, AT_ONCE, async (index) => {
    const { conversationId } = visitors[index] as Visitor
    const messages = await readLog(agent, conversationId)
    const numbers = messages.map(({ clientId }) => clientId).filter((id) => /^\d+$/.test(id))
    const seen = new Set<number>()
    let last = -1
    for (const number of numbers.map(Number)) {
      if (seen.has(number)) check.doubled += 1
      else if (number < last) check.outOfOrder += 1
      seen.add(number)
      last = number
    }
    check.outOfOrder += messages.filter(({ seq }, place) => seq !== place + 1).length
    check.stored += seen.size
    for (const number of ledger.numbers(index)) {
      if (ledger.isAcked(index, number) && !seen.has(number)) check.lost += 1
    }
  })
  return check
}

/** All of a conversation, from its first message on. */
export async function readLog(agent: Peer, conversationId: string): Promise<Message[]> {
  const messages: Message[] = []
  for (;;) {
    const range = { $case: 'afterSeq', value: messages.at(-1)?.seq ?? 0 } as const
    const page = await agent.ask(
      { $case: 'fetchMessages', value: { conversationId, range, limit: MESSAGE_PAGE_MAX } },
      'messagePage',
    )
    messages.push(...page.messages)
    if (!page.hasMore || page.messages.length === 0) return messages
  }
}
