import { FILE_LINKS_MAX, Refusal } from '@parley/protocol'
import type { Connection } from './connection.ts'
import { defaultEnvironment, type Environment } from './socket.ts'

/** Where to load a file, and its small picture (empty without one): paths on the server's origin. */
export interface FileLink {
  url: string
  previewUrl: string
}

/** Addresses of the files on screen, asked for together and anew before they expire. */
export interface Links {
  /** The address as far as it is known; the first time it is asked for, and listeners hear of it. */
  of(conversationId: string, seq: number): FileLink | undefined
  subscribe(listener: () => void): () => void
  close(): void
}

/** So long before its end a link is no longer given out. */
const MARGIN_MS = 5 * 60_000

/** How long after a failed try the links are asked for again. */
const RETRY_MS = 2_000

/** Links remembered; beyond it all are asked for again. */
const KNOWN_MAX = 2_000

/** Asks for links in one request a conversation, for all that is drawn at once. */
export function createLinks(
  connection: Connection,
  { now, setTimer, clearTimer }: Environment = defaultEnvironment,
): Links {
  const listeners = new Set<() => void>()
  const known = new Map<string, FileLink & { endsAt: number }>()
  /** What is to be asked for next, by conversation. */
  const wanted = new Map<string, Set<number>>()
  const asked = new Set<string>()
  let askTimer: unknown
  let expiryTimer: unknown

  const keyOf = (conversationId: string, seq: number) => `${seq} ${conversationId}`

  function tell(): void {
    for (const listener of [...listeners]) listener()
  }

  function askSoon(ms: number): void {
    askTimer ??= setTimer(askAll, ms)
  }

  function askAll(): void {
    askTimer = undefined
    if (connection.status.state !== 'online') return
    for (const [conversationId, seqs] of wanted) {
      const all = [...seqs]
      for (let at = 0; at < all.length; at += FILE_LINKS_MAX) {
        void ask(conversationId, all.slice(at, at + FILE_LINKS_MAX))
      }
    }
    wanted.clear()
  }

  async function ask(conversationId: string, seqs: number[]): Promise<void> {
    for (const seq of seqs) asked.add(keyOf(conversationId, seq))
    try {
      const { links, expiresAt } = await connection.request(
        { $case: 'fetchFileLinks', value: { conversationId, seqs } },
        'fileLinks',
      )
      const found = new Map(links.map((link) => [link.seq, link]))
      const endsAt = Math.max(expiresAt - connection.clockAheadMs, now() + 2 * MARGIN_MS)
      learn(conversationId, seqs, found, endsAt - MARGIN_MS)
    } catch (error) {
      if (error instanceof Refusal && error.retryAfterMs === 0) {
        learn(conversationId, seqs, new Map(), now() + MARGIN_MS)
        return
      }
      for (const seq of seqs) want(conversationId, seq)
      askSoon(error instanceof Refusal ? error.retryAfterMs : RETRY_MS)
    } finally {
      for (const seq of seqs) asked.delete(keyOf(conversationId, seq))
    }
  }

  /** What has no link is remembered, too, so that it is not asked for with every drawing. */
  function learn(
    conversationId: string,
    seqs: readonly number[],
    found: ReadonlyMap<number, FileLink>,
    endsAt: number,
  ): void {
    if (known.size > KNOWN_MAX) known.clear()
    for (const seq of seqs) {
      const { url = '', previewUrl = '' } = found.get(seq) ?? {}
      known.set(keyOf(conversationId, seq), { url, previewUrl, endsAt })
    }
    expiryTimer ??= setTimer(expire, endsAt - now())
    tell()
  }

  /** Who shows a file whose link has come to its end asks for the next one. */
  function expire(): void {
    expiryTimer = undefined
    let nextAt = Number.POSITIVE_INFINITY
    for (const [key, { endsAt }] of known) {
      if (endsAt <= now()) known.delete(key)
      else nextAt = Math.min(nextAt, endsAt)
    }
    if (Number.isFinite(nextAt)) expiryTimer = setTimer(expire, nextAt - now())
    tell()
  }

  function want(conversationId: string, seq: number): void {
    const seqs = wanted.get(conversationId) ?? new Set()
    wanted.set(conversationId, seqs.add(seq))
  }

  const unsubscribe = connection.subscribe((event) => {
    if (event.type === 'status_changed' && event.status.state === 'online') askSoon(0)
  })

  return {
    of(conversationId, seq) {
      const key = keyOf(conversationId, seq)
      const link = known.get(key)
      if (link !== undefined) return link.url === '' ? undefined : link
      if (seq > 0 && !asked.has(key)) {
        want(conversationId, seq)
        askSoon(0)
      }
      return undefined
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      unsubscribe()
      clearTimer(askTimer)
      clearTimer(expiryTimer)
      listeners.clear()
    },
  }
}
