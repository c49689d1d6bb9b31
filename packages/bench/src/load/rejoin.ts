import { setTimeout as sleep } from 'node:timers/promises'
import { type Agent, joinAgent, joinVisitor, type Visitor } from './cast.ts'
import type { Crew } from './crew.ts'
import type { Peer } from './peer.ts'

/** How long a client waits before it comes again: as Parley's own client does. */
const BACKOFF_MS_MIN = 500
const BACKOFF_MS_MAX = 15_000

/** Who is not back by then does not come. */
const BACK_MS_MAX = 120_000

/** One of those who are there without talking. */
export interface Bystander {
  peer: Peer
  token: string
}

export interface RejoinOptions {
  url: string
  channelId: string
  crew: Crew
  bystanders: Bystander[]
}

/**
 * Lets everybody come back after every loss, each as its own client would: with backoff, or when the
 * server said. Visitors post again what has no answer; agents fetch what they missed.
 */
export function keepRejoining({ url, channelId, crew, bystanders }: RejoinOptions) {
  const { visitors, agents } = crew.cast
  let away = 0
  let losses = 0
  let isOver = false
  let onAllBack: (() => void) | undefined

  function watch(peer: Peer, rejoin: () => Promise<Peer>): void {
    let drainMs: number | undefined
    peer.onDraining = (reconnectAfterMs) => {
      drainMs = reconnectAfterMs
    }
    const lost = async () => {
      for (let attempt = 0; !isOver; attempt += 1) {
        const backoffMs = Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN * 2 ** attempt)
        await sleep(drainMs ?? backoffMs * (0.5 + Math.random() / 2))
        drainMs = undefined
        // Whatever kept it out, it comes again.
        const back = await rejoin().catch(() => undefined)
        if (back === undefined) continue
        away -= 1
        watch(back, rejoin)
        if (away === 0) onAllBack?.()
        return
      }
    }
    peer.onClose = () => {
      away += 1
      losses += 1
      void lost()
    }
  }

  for (const [index, visitor] of visitors.entries()) {
    watch(visitor.peer, async () => {
      const { peer } = await joinVisitor({ url, channelId, token: visitor.token })
      ;(visitors[index] as Visitor).peer = peer
      crew.resume(index)
      return peer
    })
  }
  for (const [index, agent] of agents.entries()) {
    const own = visitors.filter((_, visitor) => visitor % agents.length === index)
    const conversationIds = own.map(({ conversationId }) => conversationId)
    watch(agent.peer, async () => {
      const { peer } = await joinAgent(url, agent.cookie)
      ;(agents[index] as Agent).peer = peer
      // What cannot be fetched shows in the figures as lost.
      crew.receivers[index]?.resume(peer, conversationIds).catch(() => {})
      return peer
    })
  }
  for (const bystander of bystanders) {
    watch(bystander.peer, async () => {
      const { peer } = await joinVisitor({ url, channelId, token: bystander.token })
      bystander.peer = peer
      return peer
    })
  }

  return {
    /** Connections that were lost so far. */
    get losses() {
      return losses
    },
    /** Whether somebody is away. */
    get isAnyAway() {
      return away > 0
    },
    /** Resolves when nobody is away any more. @throws {Error} when somebody stays away. */
    async allBack(): Promise<void> {
      if (away === 0) return
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      onAllBack = resolve
      const givenUp = setTimeout(() => {
        isOver = true
        reject(new Error(`${away} clients were not back after ${BACK_MS_MAX / 1_000} s.`))
      }, BACK_MS_MAX)
      await promise.finally(() => clearTimeout(givenUp))
    },
    /** Nobody comes back any more. */
    [Symbol.dispose]() {
      isOver = true
    },
  }
}
