import type { Unsettled } from '@parley/browser'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useLive } from '../connection/LiveContext.tsx'

/** Acked messages remembered until their thread shows them. */
const ACKED_MAX = 20

/** One's own messages that the thread's log, known up to `lastSeq`, does not show yet. */
export function useUnsettled(conversationId: string, lastSeq: number): readonly Unsettled[] {
  const { outbox } = useLive()
  const pending = useSyncExternalStore(outbox.subscribe, () => outbox.pending)
  const [acked, setAcked] = useState<readonly (Unsettled & { seq: number })[]>([])
  useEffect(
    () =>
      outbox.subscribe((event) => {
        if (event.type !== 'posted' || event.posted.conversationId !== conversationId) return
        const { seq } = event.posted
        const message = { ...event.pending, seq, state: 'sent' } as const
        setAcked((known) => [...known.slice(-ACKED_MAX), message])
      }),
    [outbox, conversationId],
  )
  return useMemo(
    () => [
      ...acked.filter(({ seq }) => seq > lastSeq),
      ...pending.filter((message) => message.conversationId === conversationId),
    ],
    [acked, pending, conversationId, lastSeq],
  )
}
