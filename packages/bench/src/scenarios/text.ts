import { type ClientBody, Refusal } from '@parley/protocol'
import { build } from 'hdr-histogram-js'
import { startProcess } from '../../../server/tests/_harness/process.ts'
import { hireStaff, signInStaff } from '../../../server/tests/_harness/staff.ts'
import { temporaryFolder } from '../../../server/tests/_harness/temporary-folder.ts'
import { arriveAtRate } from '../load/arrivals.ts'
import { createLedger, type Ledger } from '../load/ledger.ts'
import { connectPeer, type Peer } from '../load/peer.ts'
import { readProcessCost } from '../load/process-cost.ts'
import { showProgress } from '../report/progress.ts'
import { costBetween, type Report, toLatency } from '../report/report.ts'
import type { Load, Scenario } from './scenario.ts'

/** Half Chinese, half English, about as long as people write. */
const TEXTS = [
  '你好，请问这款龙井还有货吗？我想买两罐送朋友。',
  'Hi, do you ship to Hamburg, and how long does it take?',
  '订单什么时候能发货？',
  'Thank you, that helps a lot!',
]

/** How long the last messages may take after the last one was sent. */
const DRAIN_MS = 10_000

/** Connections opened at a time. */
const CONNECT_AT_ONCE = 32

interface Visitor {
  peer: Peer
  conversationId: string
}

/** Visitors write, agents receive; every message is durable before its ack. */
export const text: Scenario = {
  about: 'visitors write to agents; each message is on disk before it is acked',
  defaults: { rate: 4_000, seconds: 20, warmUpSeconds: 4, visitors: 800, agents: 20 },
  async run(load): Promise<Report> {
    await using folder = await temporaryFolder()
    const staff = await hireStaff(folder.path, load.agents)
    await using server = await startProcess('start', folder.path)
    const peers: Peer[] = []
    try {
      const agents: Peer[] = []
      for (const email of staff.emails) {
        const cookie = await signInStaff(server.url, email)
        agents.push(await connectPeer({ url: server.url, ...asAgent, cookie }))
      }
      peers.push(...agents)
      const visitors: Visitor[] = []
      for (let first = 0; first < load.visitors; first += CONNECT_AT_ONCE) {
        const count = Math.min(CONNECT_AT_ONCE, load.visitors - first)
        const opened = await Promise.all(
          Array.from({ length: count }, () => openConversation(server.url, staff.channelId)),
        )
        visitors.push(...opened)
        peers.push(...opened.map(({ peer }) => peer))
      }
      for (const [index, { conversationId }] of visitors.entries()) {
        await take(agents[index % agents.length] as Peer, conversationId)
      }
      return await drive(load, visitors, agents, server.pid)
    } finally {
      for (const peer of peers) peer.close()
    }
  },
}

const asAgent = { credential: { $case: 'agent', value: {} } } as const

async function openConversation(url: string, channelId: string): Promise<Visitor> {
  const credential = { $case: 'visitor', value: { channelId, visitorToken: '' } } as const
  const peer = await connectPeer({ url, credential })
  const { conversation } = await peer.ask(
    { $case: 'startConversation', value: { clientId: 'start', text: { text: '你好' } } },
    'conversationStarted',
  )
  return { peer, conversationId: conversation?.id ?? '' }
}

/** Takes a conversation, as fast as an agent may. */
async function take(agent: Peer, conversationId: string): Promise<void> {
  const change = { $case: 'take', value: {} } as const
  for (;;) {
    try {
      await agent.ask({ $case: 'changeConversation', value: { conversationId, change } }, 'done')
      return
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'too_many_requests') throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function drive(load: Load, visitors: Visitor[], agents: Peer[], pid: number) {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 600_000_000,
    numberOfSignificantValueDigits: 3,
  })
  const ledger = createLedger(visitors.length)
  const refused = new Map<string, number>()
  let measuredFrom = Number.POSITIVE_INFINITY
  let delivered = 0
  let isMeasuring = false
  listen(visitors, agents, ledger, refused, (dueAt) => {
    if (isMeasuring) delivered += 1
    if (dueAt < measuredFrom) return
    histogram.recordValue(Math.max(1, Math.round((performance.now() - dueAt) * 1_000)))
  })

  let turn = 0
  const write = (dueAt: number) => {
    const index = turn % visitors.length
    const visitor = visitors[index] as Visitor
    const number = ledger.sent(index, dueAt)
    visitor.peer.send(post(visitor.conversationId, number, TEXTS[turn % TEXTS.length] ?? ''))
    turn += 1
  }

  const stopProgress = showProgress(
    () => `${turn} sent, ${ledger.unsettled} acks and deliveries to come`,
  )
  await arriveAtRate(load.rate, load.warmUpSeconds, write)
  const before = readProcessCost(pid)
  const generatorBefore = process.cpuUsage()
  measuredFrom = performance.now()
  isMeasuring = true
  await arriveAtRate(load.rate, load.seconds, write)
  isMeasuring = false
  const seconds = (performance.now() - measuredFrom) / 1000
  const after = readProcessCost(pid)
  const generator = process.cpuUsage(generatorBefore)
  const drainUntil = performance.now() + DRAIN_MS
  while (ledger.unsettled > 0 && performance.now() < drainUntil) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  stopProgress()
  const { lost, doubled, outOfOrder, sent } = ledger.tally()
  return {
    scenario: 'text',
    offered_per_s: load.rate,
    carried_per_s: Math.round(delivered / seconds),
    latency_ms: toLatency(histogram),
    lost,
    doubled,
    out_of_order: outOfOrder,
    server: costBetween(before, after),
    generator: { cpu_s: Math.round((generator.user + generator.system) / 10_000) / 100 },
    seconds: Math.round(seconds * 10) / 10,
    visitors: visitors.length,
    agents: agents.length,
    sent,
    refused: Object.fromEntries(refused),
  }
}

/** Hands acks and deliveries to the ledger, and each first delivery to `onDelivered`. */
function listen(
  visitors: readonly Visitor[],
  agents: readonly Peer[],
  ledger: Ledger,
  refused: Map<string, number>,
  onDelivered: (dueAt: number) => void,
): void {
  const indexes = new Map(visitors.map(({ conversationId }, index) => [conversationId, index]))
  for (const [index, { peer }] of visitors.entries()) {
    peer.onAnswer = (body) => {
      if (body.$case === 'posted') ledger.acked(index, Number(body.value.clientId))
      else if (body.$case === 'error') {
        refused.set(body.value.reason, (refused.get(body.value.reason) ?? 0) + 1)
      }
    }
  }
  for (const agent of agents) {
    agent.onPush = (body) => {
      if (body.$case !== 'messagePosted' || body.value.message === undefined) return
      const { conversationId, clientId, seq, content } = body.value.message
      const index = indexes.get(conversationId)
      if (index === undefined || content?.$case !== 'text' || clientId === 'start') return
      const dueAt = ledger.delivered(index, Number(clientId), seq)
      if (dueAt !== undefined) onDelivered(dueAt)
    }
  }
}

function post(conversationId: string, number: number, words: string): ClientBody {
  return {
    $case: 'post',
    value: {
      conversationId,
      clientId: String(number),
      content: { $case: 'text', value: { text: words } },
    },
  }
}
