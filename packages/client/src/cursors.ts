import type { Connection } from './connection.ts'
import { defaultEnvironment, type Environment } from './socket.ts'

/** How long cursor moves gather before they are told. */
const GATHER_MS = 250

/**
 * How many conversations are told again after a reconnect: what was told just before a loss may
 * never have arrived. More would make every reconnect of a busy agent dear.
 */
const RETOLD_MAX = 20

export interface Cursors {
  /** Everything up to `seq` has arrived on this device. */
  delivered(conversationId: string, seq: number): void
  /** Everything up to `seq` was in front of the person's eyes. */
  read(conversationId: string, seq: number): void
  close(): void
}

interface Cursor {
  deliveredSeq: number
  readSeq: number
  isTold: boolean
}

/**
 * Tells the server how far messages were received and read, gathered so that a flood costs little.
 * What happens while the connection is away is told when it is back.
 */
export function createCursors(
  connection: Connection,
  { setTimer, clearTimer }: Environment = defaultEnvironment,
): Cursors {
  /** Those moved last stand last. */
  const cursors = new Map<string, Cursor>()
  let timer: unknown

  function move(conversationId: string, deliveredSeq: number, readSeq: number): void {
    const known = cursors.get(conversationId)
    cursors.delete(conversationId)
    cursors.set(conversationId, {
      deliveredSeq: Math.max(deliveredSeq, known?.deliveredSeq ?? 0),
      readSeq: Math.max(readSeq, known?.readSeq ?? 0),
      isTold: false,
    })
    timer ??= setTimer(flush, GATHER_MS)
  }

  function flush(): void {
    timer = undefined
    if (connection.status.state !== 'online') return
    for (const [conversationId, cursor] of cursors) {
      if (cursor.isTold) continue
      const { deliveredSeq, readSeq } = cursor
      connection.notify({ $case: 'moveCursor', value: { conversationId, deliveredSeq, readSeq } })
      cursor.isTold = true
    }
    for (const conversationId of [...cursors.keys()].slice(0, -RETOLD_MAX)) {
      cursors.delete(conversationId)
    }
  }

  const unsubscribe = connection.subscribe((event) => {
    if (event.type !== 'status_changed' || event.status.state !== 'online') return
    for (const cursor of cursors.values()) cursor.isTold = false
    clearTimer(timer)
    flush()
  })

  return {
    delivered: (conversationId, seq) => move(conversationId, seq, 0),
    read: (conversationId, seq) => move(conversationId, seq, seq),
    close() {
      unsubscribe()
      clearTimer(timer)
    },
  }
}
