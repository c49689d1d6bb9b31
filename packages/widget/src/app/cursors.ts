import type { Connection } from '@parley/client'

/** How long cursor moves gather before they are told. */
const GATHER_MS = 250

/** Tells the server how far messages were received and read, gathered so that a flood costs little. */
export function createCursors(connection: Connection) {
  const moves = new Map<string, { deliveredSeq: number; readSeq: number }>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function move(conversationId: string, deliveredSeq: number, readSeq: number): void {
    const known = moves.get(conversationId)
    moves.set(conversationId, {
      deliveredSeq: Math.max(deliveredSeq, known?.deliveredSeq ?? 0),
      readSeq: Math.max(readSeq, known?.readSeq ?? 0),
    })
    if (timer === undefined) timer = setTimeout(flush, GATHER_MS)
  }

  function flush(): void {
    timer = undefined
    for (const [conversationId, cursor] of moves) {
      connection.notify({ $case: 'moveCursor', value: { conversationId, ...cursor } })
    }
    moves.clear()
  }

  return {
    delivered: (conversationId: string, seq: number) => move(conversationId, seq, 0),
    read: (conversationId: string, seq: number) => move(conversationId, seq, seq),
  }
}
