import type { Peer } from './peer.ts'

/** How many turns it takes to reach everybody. */
const TURNS = 20

/**
 * Keeps connections alive as real clients do, whether or not they talk: each sends a heartbeat once
 * in a span of the server's. A few at a time, so that they do not all come at once.
 */
export function startHeart(heartbeatMs: number, peers: () => Iterable<Peer>): Disposable {
  let turn = 0
  const timer = setInterval(() => {
    let index = 0
    for (const peer of peers()) {
      if (index % TURNS === turn && peer.isOpen) peer.heartbeat()
      index += 1
    }
    turn = (turn + 1) % TURNS
  }, heartbeatMs / TURNS)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
