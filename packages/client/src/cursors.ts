import type { Connection } from './connection.ts'
import { defaultEnvironment, type Environment } from './socket.ts'

/** How long cursor moves gather before they are told. */
const GATHER_MS = 250

export interface Cursors {
  /** Everything up to `seq` has arrived on this device. */
  delivered(conversationId: string, seq: number): void
  /** Everything up to `seq` was in front of the person's eyes. */
  read(conversationId: string, seq: number): void
  close(): void
}

/** Tells the server how far messages were received and read, gathered so that a flood costs little. */
export function createCursors(
  connection: Connection,
  { setTimer, clearTimer }: Environment = defaultEnvironment,
): Cursors {
  const moves = new Map<string, { deliveredSeq: number; readSeq: number }>()
  let timer: unknown

  function move(conversationId: string, deliveredSeq: number, readSeq: number): void {
    const known = moves.get(conversationId)
    moves.set(conversationId, {
      deliveredSeq: Math.max(deliveredSeq, known?.deliveredSeq ?? 0),
      readSeq: Math.max(readSeq, known?.readSeq ?? 0),
    })
    timer ??= setTimer(flush, GATHER_MS)
  }

  function flush(): void {
    timer = undefined
    for (const [conversationId, cursor] of moves) {
      connection.notify({ $case: 'moveCursor', value: { conversationId, ...cursor } })
    }
    moves.clear()
  }

  return {
    delivered: (conversationId, seq) => move(conversationId, seq, 0),
    read: (conversationId, seq) => move(conversationId, seq, seq),
    close: () => clearTimer(timer),
  }
}
