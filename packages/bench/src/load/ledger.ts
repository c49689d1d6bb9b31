/** What became of the messages of a run. */
export interface Tally {
  sent: number
  /** Answered by a clear no, which the sender may act on. */
  refused: number
  /** Neither refused nor both acked and delivered when the run was over. */
  lost: number
  /** Acked or delivered more than once. */
  doubled: number
  /** Delivered before one that was sent earlier in the same conversation, or at a wrong seq. */
  outOfOrder: number
}

interface Line {
  /** When each message was due, in milliseconds; its number is the index. */
  dueAt: number[]
  acked: number[]
  refused: Set<number>
  delivered: number[]
  lastNumber: number
  lastSeq: number
}

/**
 * Keeps account of every message of every conversation: each must be acked once and delivered once,
 * in the order of sending. Messages of a conversation are numbered from 0.
 */
export function createLedger(conversations: number) {
  const lines: Line[] = Array.from({ length: conversations }, () => ({
    dueAt: [],
    acked: [],
    refused: new Set(),
    delivered: [],
    lastNumber: -1,
    lastSeq: 0,
  }))
  let outOfOrder = 0
  let unsettled = 0

  const count = (marks: number[], number: number) => {
    marks[number] = (marks[number] ?? 0) + 1
    return marks[number]
  }

  return {
    /** Acks and deliveries that are still to come. */
    get unsettled(): number {
      return unsettled
    },
    /** Takes note of a message that is sent now; returns its number. */
    sent(conversation: number, dueAt: number): number {
      unsettled += 2
      return (lines[conversation] as Line).dueAt.push(dueAt) - 1
    },
    /** Returns when the message was due; undefined when it was acked before. */
    acked(conversation: number, number: number): number | undefined {
      const line = lines[conversation] as Line
      if (count(line.acked, number) > 1) return undefined
      unsettled -= 1
      return line.dueAt[number]
    },
    /** The message was turned away: neither an ack nor a delivery may follow. */
    refused(conversation: number, number: number): void {
      unsettled -= 2
      ;(lines[conversation] as Line).refused.add(number)
    },
    /** Returns when the message was due; undefined when it was delivered before. */
    delivered(conversation: number, number: number, seq: number): number | undefined {
      const line = lines[conversation] as Line
      if (count(line.delivered, number) > 1) return undefined
      unsettled -= 1
      if (number < line.lastNumber || seq <= line.lastSeq) outOfOrder += 1
      line.lastNumber = number
      line.lastSeq = seq
      return line.dueAt[number]
    },
    /** Numbers of a conversation's messages that have no answer yet, in the order of sending. */
    unanswered(conversation: number): number[] {
      const { dueAt, acked, refused: turnedAway } = lines[conversation] as Line
      return [...dueAt.keys()].filter((number) => !acked[number] && !turnedAway.has(number))
    },
    /** The numbers of a conversation's messages. */
    numbers: (conversation: number): Iterable<number> => (lines[conversation] as Line).dueAt.keys(),
    /** Whether a message was acked. */
    isAcked: (conversation: number, number: number): boolean =>
      (lines[conversation]?.acked[number] ?? 0) > 0,
    tally(): Tally {
      const tally: Tally = { sent: 0, refused: 0, lost: 0, doubled: 0, outOfOrder }
      for (const { dueAt, acked, refused, delivered } of lines) {
        tally.sent += dueAt.length
        tally.refused += refused.size
        for (const number of dueAt.keys()) {
          const [acks = 0, deliveries = 0] = [acked[number], delivered[number]]
          // A refused one that is delivered all the same stands there once too often.
          const most = refused.has(number) ? 0 : 1
          if (acks < most || deliveries < most) tally.lost += 1
          if (acks > most || deliveries > most) tally.doubled += 1
        }
      }
      return tally
    },
  }
}

export type Ledger = ReturnType<typeof createLedger>
