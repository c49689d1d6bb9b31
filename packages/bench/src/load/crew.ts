import { setTimeout as sleep } from 'node:timers/promises'
import { encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import { createHistogram, recordSince } from '../report/latency.ts'
import { encodeText } from '../wire/post.ts'
import { arriveAtRate } from './arrivals.ts'
import { type Cast, type CastOptions, gatherCast, type Visitor } from './cast.ts'
import { createLedger } from './ledger.ts'
import { drain } from './open-loop.ts'
import type { AtOnce, Outcome, Phase, Plan } from './outcome.ts'
import type { Received } from './peer.ts'
import { createReceiver } from './receiver.ts'
import { createWindows } from './windows.ts'

/** Half Chinese, half English, about as long as people write. */
const TEXTS = [
  '你好，请问这款龙井还有货吗？我想买两罐送朋友。',
  'Hi, do you ship to Hamburg, and how long does it take?',
  '订单什么时候能发货？',
  'Thank you, that helps a lot!',
].map(encodeText)

/** Sends a visitor's message with this number; the same one when it is called again. */
export type SendMessage = (visitor: Visitor, number: number) => void

export interface OfferHooks {
  /** The warm-up is over. */
  measuring(): void
  /** The last message is sent; some answers are still to come. */
  measured(): void
  /** Whether somebody is away who will come back. @default never */
  isAwaited?: () => boolean
}

/** Posts a text, encoded before. */
const sendText: SendMessage = ({ peer, conversation }, number) =>
  peer.post(conversation, number, TEXTS[number % TEXTS.length] as Buffer)

/** Everybody who sends and receives in one process, with the account of every message. */
export async function gatherCrew(options: CastOptions, send: SendMessage = sendText) {
  return createCrew(await gatherCast(options), send)
}

function createCrew(cast: Cast, send: SendMessage) {
  const { visitors } = cast
  const ledger = createLedger(visitors.length)
  const indexes = new Map(visitors.map(({ conversationId }, index) => [conversationId, index]))
  let receipts = createHistogram()
  let acks = createHistogram()
  let windows = createWindows(0)
  let refused: Record<string, number> = {}
  let measuredFrom = Number.POSITIVE_INFINITY
  let measuredUntil = Number.POSITIVE_INFINITY
  let carried = 0
  let sent = 0
  /** Called when a visitor's message has its answer. */
  let answered: (index: number) => void = () => {}

  function received({ conversationId, clientId, seq }: Received): void {
    const index = indexes.get(conversationId)
    const number = Number(clientId)
    // What opened the conversation has no number, nor do the notes of its events.
    if (index === undefined || clientId === '' || Number.isNaN(number)) return
    const dueAt = ledger.delivered(index, number, seq) ?? 0
    if (dueAt < measuredFrom) return
    const now = performance.now()
    recordSince(receipts, dueAt)
    windows.received(now, now - dueAt)
    if (now <= measuredUntil) carried += 1
  }

  function attach(index: number): void {
    const { peer } = visitors[index] as Visitor
    peer.onPosted = (number) => {
      const dueAt = ledger.acked(index, number) ?? 0
      if (dueAt >= measuredFrom) recordSince(acks, dueAt)
      answered(index)
    }
    peer.onRefused = (number, reason) => {
      ledger.refused(index, number)
      refused[reason] = (refused[reason] ?? 0) + 1
      windows.refused(performance.now())
      answered(index)
    }
  }

  for (const index of visitors.keys()) attach(index)
  const receivers = cast.agents.map(({ peer }) => createReceiver(peer, received))

  function sendNext(index: number, dueAt: number): void {
    const number = ledger.sent(index, dueAt)
    send(visitors[index] as Visitor, number)
    if (dueAt >= measuredFrom) windows.sent(dueAt)
    sent += 1
  }

  const arrive = (dueAt: number) => sendNext(sent % visitors.length, dueAt)

  function measureFor(seconds: number): void {
    measuredFrom = performance.now()
    measuredUntil = measuredFrom + seconds * 1_000
    windows = createWindows(measuredFrom)
  }

  async function openLoop(
    [warmUp, ...phases]: readonly Phase[],
    measuring: () => void,
  ): Promise<void> {
    if (warmUp !== undefined) await arriveAtRate(warmUp.rate, warmUp.seconds, arrive)
    measureFor(phases.reduce((sum, phase) => sum + phase.seconds, 0))
    measuring()
    for (const phase of phases) await arriveAtRate(phase.rate, phase.seconds, arrive)
  }

  async function closedLoop(plan: AtOnce, measuring: () => void): Promise<void> {
    measureFor(plan.seconds)
    measuring()
    answered = (index) => {
      const now = performance.now()
      if (now < measuredUntil) sendNext(index, now)
    }
    for (let index = 0; index < plan.visitors; index += 1) sendNext(index, measuredFrom)
    await sleep(plan.seconds * 1_000)
    answered = () => {}
  }

  const sumBehind = () => receivers.reduce((sum, receiver) => sum + receiver.timesBehind, 0)

  return {
    cast,
    ledger,
    receivers,
    get sent() {
      return sent
    },
    /** Listens to a visitor's new connection, and posts again what has no answer yet. */
    resume(index: number): void {
      attach(index)
      for (const number of ledger.unanswered(index)) send(visitors[index] as Visitor, number)
    },

    /**
     * Offers messages as planned, without a pause between phases. Resolves when everything is
     * settled, or nothing more comes.
     */
    async offer(plan: Plan, hooks: OfferHooks): Promise<Outcome> {
      receipts = createHistogram()
      acks = createHistogram()
      refused = {}
      carried = 0
      measuredFrom = Number.POSITIVE_INFINITY
      measuredUntil = Number.POSITIVE_INFINITY
      const behindBefore = sumBehind()
      let before = process.cpuUsage()
      const measuring = () => {
        before = process.cpuUsage()
        hooks.measuring()
      }
      await ('visitors' in plan ? closedLoop(plan, measuring) : openLoop(plan, measuring))
      const { user, system } = process.cpuUsage(before)
      hooks.measured()
      await drain(() => ledger.unsettled, performance.now(), hooks.isAwaited)
      return {
        tally: ledger.tally(),
        carried,
        receipts: encodeIntoCompressedBase64(receipts),
        acks: encodeIntoCompressedBase64(acks),
        windows: windows.windows,
        refused,
        behind: sumBehind() - behindBefore,
        cpuS: (user + system) / 1e6,
      }
    },

    [Symbol.dispose]: () => cast[Symbol.dispose](),
  }
}

export type Crew = Awaited<ReturnType<typeof gatherCrew>>
