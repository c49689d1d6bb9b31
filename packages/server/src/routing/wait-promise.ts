import { survivalCurve } from './prediction/index.ts'

/** A promise as it was given, to be compared with what came. */
export interface GivenPromise {
  at: number
  bucket: number
  baseMs: number
  p50Ms: number
  p90Ms: number
  teamId: string
  /** What the estimate rested on. */
  intervalMs: number
  replyMs: number
}

interface Bucket {
  /** Waited over expected, newest last. */
  ratios: { ratio: number; isCensored: boolean }[]
  sinceFit: number
  p50: number
  p90: number
}

const BUCKETS = 12
/** What a bucket remembers: long enough for a steady P90, short enough to follow a day. */
const MEMORY = 400
const LEAST = 30
const REFIT_EVERY = 20
/** Weight of the newest interval between two who leave the queue. */
const INTERVAL_WEIGHT = 0.05

/**
 * Promises how long a contact waits for a reply. A plain estimate (place in the queue times the
 * time between two who leave it) is set right by what became of the last promises in a like
 * situation: quantiles of waited over estimated, as in split conformal prediction (Papadopoulos
 * et al. 2002). Who left before a reply counts as waiting at least so long (Kaplan and Meier 1958).
 */
export function createWaitPromises() {
  const buckets: Bucket[] = Array.from({ length: BUCKETS }, () => ({
    ratios: [],
    sinceFit: 0,
    p50: 1,
    p90: 3,
  }))
  const teams = new Map<string, { intervalMs: number; lastAt: number }>()
  let replyMs = 20_000

  function teamOf(teamId: string) {
    let team = teams.get(teamId)
    if (team === undefined) {
      team = { intervalMs: 30_000, lastAt: 0 }
      teams.set(teamId, team)
    }
    return team
  }

  /** The wait that a promise was given for is over. */
  function ended({ bucket, baseMs }: GivenPromise, waitedMs: number, isCensored: boolean): void {
    const one = buckets[bucket]!
    one.ratios.push({ ratio: waitedMs / baseMs, isCensored })
    if (one.ratios.length > MEMORY) one.ratios.shift()
    one.sinceFit += 1
    if (one.ratios.length < LEAST || one.sinceFit < REFIT_EVERY) return
    one.sinceFit = 0
    const survival = survivalCurve(one.ratios)
    one.p50 = quantile(survival, 0.5)
    one.p90 = quantile(survival, 0.9)
  }

  return {
    /** `ahead` is undefined for who need not queue; `replyMs` is what the decision predicted. */
    give(teamId: string, ahead: number | undefined, predictedMs: number, at: number): GivenPromise {
      const reply = predictedMs > 0 ? predictedMs : replyMs
      const { intervalMs } = teamOf(teamId)
      const baseMs = ahead === undefined ? reply : (ahead + 1) * intervalMs + reply
      const bucket =
        ahead === undefined ? 0 : Math.min(BUCKETS - 1, 1 + Math.floor(Math.log2(ahead + 1)))
      const { p50, p90 } = buckets[bucket]!
      return {
        at,
        bucket,
        baseMs,
        p50Ms: baseMs * p50,
        p90Ms: baseMs * p90,
        teamId,
        intervalMs,
        replyMs,
      }
    },

    /** Somebody left the team's queue for an agent; `wasLast` starts the count anew. */
    dequeued(teamId: string, at: number, wasLast: boolean): void {
      const team = teamOf(teamId)
      if (team.lastAt > 0) team.intervalMs += INTERVAL_WEIGHT * (at - team.lastAt - team.intervalMs)
      team.lastAt = wasLast ? 0 : at
    },

    replied(firstReplyMs: number): void {
      replyMs += 0.02 * (firstReplyMs - replyMs)
    },

    ended,

    /** Brings back how a promise of an earlier run ended; the oldest first. */
    recall(promise: GivenPromise, waitedMs: number, isCensored: boolean): void {
      teamOf(promise.teamId).intervalMs = promise.intervalMs
      replyMs = promise.replyMs
      ended(promise, waitedMs, isCensored)
    },
  }
}

export type WaitPromises = ReturnType<typeof createWaitPromises>

function quantile(curve: readonly { at: number; share: number }[], part: number): number {
  return (curve.find(({ share }) => share <= 1 - part) ?? curve.at(-1))?.at ?? 1
}
