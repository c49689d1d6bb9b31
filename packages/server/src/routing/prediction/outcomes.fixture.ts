import { createRandom } from '../model/index.ts'
import type { Outcome } from '../types.ts'
import { FEATURES } from './features.ts'

/** What makes outcomes: logs that are added to the expected times of 20 s and of 5 minutes. */
export interface Truth {
  rows: number
  agents: number
  topics?: number
  seed?: number
  /** Contacts give up after this much, on average; 0: never. */
  patienceMs?: number
  firstReply?(of: Situation): number
  handle?(of: Situation): number
}

export interface Situation {
  agent: number
  topic: number
  /** What the trees see of the moment. */
  active: number
  queueLength: number
}

/** Outcomes one minute apart, as a router under least-busy would tell them. */
export function makeOutcomes({
  rows,
  agents,
  topics = 3,
  seed = 1,
  patienceMs = 0,
  firstReply = () => 0,
  handle = () => 0,
}: Truth): Outcome[] {
  const random = createRandom(seed)
  const pick = (count: number): number => Math.floor(random() * count)
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Array.from({ length: rows }, (_, index): Outcome => {
    const agent = pick(agents)
    const topic = pick(topics)
    const active = 1 + pick(3)
    const queueLength = pick(10)
    const situation = { agent, topic, active, queueLength }
    const features = new Float32Array(FEATURES.length)
    features[FEATURES.indexOf('active')] = active
    features[FEATURES.indexOf('queue_length')] = queueLength
    const waitMs = 20_000 * Math.exp(firstReply(situation) + 0.5 * normal())
    const givesUpMs =
      patienceMs === 0 ? Number.POSITIVE_INFINITY : -patienceMs * Math.log(1 - random())
    const isCut = givesUpMs < waitMs
    return {
      conversationId: `conversation-${index}`,
      agentId: `agent-${agent}`,
      topic: `topic-${topic}`,
      assignedAt: index * 60_000,
      active,
      firstReplyMs: Math.max(1, Math.min(waitMs, givesUpMs)),
      isFirstReplyCensored: isCut,
      handleMs: isCut ? 0 : 300_000 * Math.exp(handle(situation) + 0.5 * normal()),
      isHandleCensored: isCut,
      predictedFirstReplyMs: 0,
      predictedHandleMs: 0,
      features,
    }
  })
}
