import type { Histogram } from 'hdr-histogram-js'
import { createHistogram, recordSince } from '../report/latency.ts'
import { encodeConversation } from '../wire/post.ts'
import { inTurns, joinVisitor } from './cast.ts'
import { startHeart } from './heart.ts'
import { drain, type Measured, runOpenLoop } from './open-loop.ts'
import type { Peer } from './peer.ts'
import { type Kind, questionOf } from './questions.ts'

const VISITORS_AT_ONCE = 32

/** Of one visitor; those to an engine are like no other. */
const QUESTIONS_MAX = 10_007

/** How the assistant's own messages are named: by the question that they answer. */
const ANSWER = 'answer.'

/** A visitor who waits for the answer before asking on. */
interface Asker {
  peer: Peer
  conversation: Buffer
  /** Each goes through the questions from another place: who repeats one is brought to a person. */
  from: number
  asked: number
  /** What is answered now; undefined while there is nothing. */
  question: { kind: Kind; dueAt: number; sentAt: number; isShown: boolean } | undefined
  lastSeq: number
  lastAnswer: string
}

interface Waiting {
  kind: Kind
  dueAt: number
}

/** What came of the questions of one kind. */
export interface KindFigures {
  answered: number
  /** From when it was due to its whole answer. */
  answers: Histogram
  /** From sending to the first words on the visitor's page, where they are shown as they come. */
  firstWords: Histogram
}

export interface AskedFigures {
  measured: Measured
  byKind: Record<Kind, KindFigures>
  /** Answered within the measured time. */
  carried: number
  sent: number
  lost: number
  doubled: number
  outOfOrder: number
  refused: number
}

export interface AskPlan {
  rate: number
  warmUpSeconds: number
  seconds: number
  kindOf: (number: number) => Kind
}

/** Visitors whose conversations are the assistant's. */
export async function gatherAskers(options: {
  url: string
  serverPid: number
  channelId: string
  visitors: number
}) {
  const { url, channelId, serverPid, visitors: count } = options
  using opened = new DisposableStack()
  const idle: Asker[] = []
  const waiting: Waiting[] = []
  let figures = newFigures()
  let measuredFrom = Number.POSITIVE_INFINITY
  let measuredUntil = Number.POSITIVE_INFINITY
  let answered = 0

  function send(asker: Asker, { kind, dueAt }: Waiting): void {
    asker.question = { kind, dueAt, sentAt: performance.now(), isShown: false }
    asker.peer.post(asker.conversation, asker.asked, questionOf(kind, asker.from + asker.asked))
    asker.asked += 1
  }

  function settle(asker: Asker): void {
    asker.question = undefined
    answered += 1
    const next = waiting.shift()
    if (next === undefined) idle.push(asker)
    else send(asker, next)
  }

  function listen(asker: Asker): void {
    const { peer } = asker
    peer.onMessage = ({ clientId, seq }) => {
      if (seq <= asker.lastSeq) figures.outOfOrder += 1
      asker.lastSeq = seq
      if (!clientId.startsWith(ANSWER)) return
      const { question } = asker
      if (question === undefined || clientId === asker.lastAnswer) {
        figures.doubled += 1
        return
      }
      asker.lastAnswer = clientId
      const { kind, dueAt } = question
      if (dueAt >= measuredFrom) {
        const { byKind } = figures
        recordSince(byKind[kind].answers, dueAt)
        byKind[kind].answered += 1
        if (performance.now() <= measuredUntil) figures.carried += 1
      }
      settle(asker)
    }
    peer.onDraft = (text) => {
      const { question } = asker
      if (question === undefined || question.isShown || text === '') return
      question.isShown = true
      if (question.dueAt < measuredFrom) return
      recordSince(figures.byKind[question.kind].firstWords, question.sentAt)
    }
    peer.onRefused = () => {
      figures.refused += 1
      settle(asker)
    }
  }

  const askers = await inTurns(count, VISITORS_AT_ONCE, async (index): Promise<Asker> => {
    const { peer } = await joinVisitor({ url, channelId })
    opened.defer(() => peer.close())
    const asker: Asker = {
      peer,
      conversation: Buffer.alloc(0),
      from: index * QUESTIONS_MAX,
      asked: 0,
      question: { kind: 'cached', dueAt: 0, sentAt: 0, isShown: false },
      lastSeq: 0,
      lastAnswer: '',
    }
    listen(asker)
    const { conversation } = await peer.ask(
      { $case: 'startConversation', value: { clientId: 'start', text: { text: 'Good morning' } } },
      'conversationStarted',
    )
    asker.conversation = encodeConversation(conversation?.id ?? '')
    return asker
  })
  const [first] = askers
  if (first !== undefined) {
    const peers = askers.map(({ peer }) => peer)
    opened.use(startHeart(first.peer.welcome.heartbeatMs, () => peers))
  }
  // Their first words are answered before they ask.
  await drain(() => count - idle.length, performance.now())
  const closing = opened.move()
  return {
    /** Asks as planned; resolves when all is answered, or nothing more comes. */
    async offer({ rate, warmUpSeconds, seconds, kindOf }: AskPlan): Promise<AskedFigures> {
      figures = newFigures()
      measuredFrom = Number.POSITIVE_INFINITY
      measuredUntil = Number.POSITIVE_INFINITY
      const before = answered
      let arrived = 0
      const measured = await runOpenLoop({
        rate,
        warmUpSeconds,
        seconds,
        pid: serverPid,
        arrive(dueAt) {
          const next = { kind: kindOf(arrived), dueAt }
          arrived += 1
          const asker = idle.shift()
          if (asker === undefined) waiting.push(next)
          else send(asker, next)
        },
        onMeasuring(from) {
          measuredFrom = from
          measuredUntil = from + seconds * 1_000
        },
        unsettled: () => arrived - (answered - before),
        progress: () => `${arrived} asked, ${answered - before} answered`,
      })
      // What was never even sent is lost to its visitor, too.
      waiting.length = 0
      return { measured, sent: arrived, ...figures, lost: arrived - (answered - before) }
    },

    [Symbol.dispose]: () => closing.dispose(),
  }
}

function newFigures(): Omit<AskedFigures, 'measured' | 'sent' | 'lost'> {
  const figures = (): KindFigures => ({
    answered: 0,
    answers: createHistogram(),
    firstWords: createHistogram(),
  })
  return {
    byKind: { cached: figures(), knowledge: figures(), engine: figures() },
    carried: 0,
    doubled: 0,
    outOfOrder: 0,
    refused: 0,
  }
}
