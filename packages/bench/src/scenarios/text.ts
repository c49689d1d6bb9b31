import type { ClientBody, Message, ServerBody } from '@parley/protocol'
import { createLedger } from '../load/ledger.ts'
import { runOpenLoop } from '../load/open-loop.ts'
import { createReceiver } from '../load/receiver.ts'
import { type Stage, setStage } from '../load/stage.ts'
import { createHistogram, recordSince, toLatency } from '../report/latency.ts'
import { describeCost, describeMachine } from '../report/report.ts'
import { toLine } from '../report/table.ts'
import type { Load, Result, Scenario } from './scenario.ts'

/** Half Chinese, half English, about as long as people write. */
const TEXTS = [
  '你好，请问这款龙井还有货吗？我想买两罐送朋友。',
  'Hi, do you ship to Hamburg, and how long does it take?',
  '订单什么时候能发货？',
  'Thank you, that helps a lot!',
]

/** Visitors write, agents receive; every message is durable before its ack. */
export const text: Scenario = {
  about: 'visitors write to agents; each message is on disk before it is acked',
  defaults: { rate: 2_000, seconds: 20, warmUpSeconds: 5, visitors: 400, agents: 10 },
  async run(load, options) {
    await using stage = await setStage({ ...load, ...options })
    return await drive(load, stage)
  },
}

async function drive(load: Load, { cast, server, diskSync }: Stage): Promise<Result> {
  const { visitors, agents } = cast
  const ledger = createLedger(visitors.length)
  const indexes = new Map(visitors.map(({ conversationId }, index) => [conversationId, index]))
  const receipts = createHistogram()
  const acks = createHistogram()
  const refused: Record<string, number> = {}
  /** Request id of each visitor's first message: the others follow it without a gap. */
  const firstRequests: number[] = []
  let measuredFrom = Number.POSITIVE_INFINITY
  let carried = 0
  let sent = 0

  function answered(index: number, number: number, body: ServerBody): void {
    if (body.$case === 'posted') {
      const dueAt = ledger.acked(index, number) ?? 0
      if (dueAt >= measuredFrom) recordSince(acks, dueAt)
    } else if (body.$case === 'error') {
      ledger.refused(index, number)
      refused[body.value.reason] = (refused[body.value.reason] ?? 0) + 1
    }
  }

  function received({ conversationId, clientId, seq, content }: Message): void {
    const index = indexes.get(conversationId)
    if (index === undefined || content?.$case !== 'text' || clientId === 'start') return
    const dueAt = ledger.delivered(index, Number(clientId), seq) ?? 0
    if (dueAt < measuredFrom) return
    recordSince(receipts, dueAt)
    if (performance.now() <= measuredFrom + load.seconds * 1_000) carried += 1
  }

  for (const [index, { peer }] of visitors.entries()) {
    peer.onAnswer = (requestId, body) =>
      answered(index, requestId - (firstRequests[index] ?? 0), body)
  }
  const receivers = agents.map((agent) => createReceiver(agent, received))

  const measured = await runOpenLoop({
    ...load,
    pid: server.pid,
    arrive(dueAt) {
      const index = sent % visitors.length
      const { peer, conversationId } = visitors[index] as (typeof visitors)[number]
      const number = ledger.sent(index, dueAt)
      const words = TEXTS[sent % TEXTS.length] as string
      const requestId = peer.send(post(conversationId, number, words))
      firstRequests[index] ??= requestId
      sent += 1
    },
    onMeasuring(from) {
      measuredFrom = from
    },
    unsettled: () => ledger.unsettled,
    progress: () =>
      `${sent} sent, ${ledger.unsettled} acks and receipts to come, p99 ${toLatency(receipts).p99} ms`,
  })

  const tally = ledger.tally()
  const ackMs = toLatency(acks)
  const timesBehind = receivers.reduce((sum, receiver) => sum + receiver.timesBehind, 0)
  const rows: Result['rows'] = [['send to ack', toLine(ackMs)]]
  if (timesBehind > 0) rows.push(['agents told to fetch', `${timesBehind} times`])
  for (const [reason, times] of Object.entries(refused))
    rows.push(['refused', `${reason} ${times}`])
  return {
    rows,
    report: {
      scenario: 'text',
      offered_per_s: load.rate,
      carried_per_s: Math.round(carried / load.seconds),
      latency_ms: toLatency(receipts),
      lost: tally.lost,
      doubled: tally.doubled,
      out_of_order: tally.outOfOrder,
      ...describeCost(measured),
      machine: describeMachine(diskSync),
      visitors: visitors.length,
      agents: agents.length,
      sent: tally.sent,
      ack_ms: ackMs,
      behind: timesBehind,
      refused,
    },
  }
}

function post(conversationId: string, number: number, words: string): ClientBody {
  const content = { $case: 'text', value: { text: words } } as const
  return { $case: 'post', value: { conversationId, clientId: String(number), content } }
}
