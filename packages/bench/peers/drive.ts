import { createLedger, type Tally } from '../src/load/ledger.ts'
import { type Measured, runOpenLoop } from '../src/load/open-loop.ts'
import { createHistogram, type Latency, recordSince, toLatency } from '../src/report/latency.ts'
import type { Peer } from './peer.ts'

/** Half Chinese, half English, about as long as people write. */
const TEXTS = [
  '你好，请问这款龙井还有货吗？我想买两罐送朋友。',
  'Hi, do you ship to Hamburg, and how long does it take?',
  '订单什么时候能发货？',
  'Thank you, that helps a lot!',
]

/** What is offered. */
export interface Offer {
  /** Messages a second. */
  rate: number
  seconds: number
  warmUpSeconds: number
}

/** What came of it. */
export interface Driven {
  offered: number
  /** Messages a second, due and delivered within the measured time. */
  carried: number
  /** From due to the agent's receipt, and to the visitor's ack. */
  receiptMs: Latency
  ackMs: Latency
  tally: Tally
  measured: Measured
}

/** Drives a peer, again and again at any rate; every time its messages are accounted for. */
export function createDriver(peer: Peer, { visitors, label }: { visitors: number; label: string }) {
  /** Of each visitor's next message, over all times. */
  const next = Array.from({ length: visitors }, () => 0)

  return async ({ rate, seconds, warmUpSeconds }: Offer): Promise<Driven> => {
    const ledger = createLedger(visitors)
    const first = [...next]
    const receipts = createHistogram()
    const acks = createHistogram()
    let measuredFrom = Number.POSITIVE_INFINITY
    let carried = 0
    let sent = 0

    /** Of this time; what comes late from an earlier one has a negative one. */
    const own = (visitor: number, number: number) => number - (first[visitor] as number)

    peer.onAck = (visitor, number) => {
      if (own(visitor, number) < 0) return
      const dueAt = ledger.acked(visitor, own(visitor, number)) ?? 0
      if (dueAt >= measuredFrom) recordSince(acks, dueAt)
    }
    peer.onRefusal = (visitor, number) => {
      if (own(visitor, number) >= 0) ledger.refused(visitor, own(visitor, number))
    }
    peer.onReceipt = (visitor, number, seq) => {
      if (own(visitor, number) < 0) return
      const dueAt = ledger.delivered(visitor, own(visitor, number), seq) ?? 0
      if (dueAt < measuredFrom) return
      recordSince(receipts, dueAt)
      if (performance.now() <= measuredFrom + seconds * 1_000) carried += 1
    }
    const measured = await runOpenLoop({
      rate,
      seconds,
      warmUpSeconds,
      pid: peer.pid,
      arrive(dueAt) {
        const visitor = sent % visitors
        const number = next[visitor] as number
        next[visitor] = number + 1
        ledger.sent(visitor, dueAt)
        peer.send(visitor, number, TEXTS[sent % TEXTS.length] as string)
        sent += 1
      },
      onMeasuring(from) {
        measuredFrom = from
      },
      unsettled: () => ledger.unsettled,
      progress: () =>
        `${label}: ${sent} sent at ${rate}/s, ${ledger.unsettled} acks and receipts to come`,
    })
    return {
      offered: rate,
      carried: Math.round(carried / seconds),
      receiptMs: toLatency(receipts),
      ackMs: toLatency(acks),
      tally: ledger.tally(),
      measured,
    }
  }
}
