import type { Conversation } from '@parley/protocol'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useLive } from '../connection/LiveContext.tsx'

function subscribeToFocus(listener: () => void): () => void {
  addEventListener('focus', listener)
  addEventListener('blur', listener)
  document.addEventListener('visibilitychange', listener)
  return () => {
    removeEventListener('focus', listener)
    removeEventListener('blur', listener)
    document.removeEventListener('visibilitychange', listener)
  }
}

/** Whether the person looks at this page, as far as a browser can know. */
function useIsLookedAt(): boolean {
  return useSyncExternalStore(
    subscribeToFocus,
    () => document.visibilityState === 'visible' && document.hasFocus(),
  )
}

/**
 * Moves the read cursor while the newest message is in front of the person's eyes. Looking into a
 * colleague's conversation leaves it unread for the colleague.
 */
export function useReading(conversation: Conversation, lastSeq: number, isAtEnd: boolean): void {
  const { cursors, me } = useLive()
  const isLookedAt = useIsLookedAt()
  const { id, agentId, agentReadSeq } = conversation
  const isOurs = agentId === '' || agentId === me.agent.id
  useEffect(() => {
    if (isLookedAt && isAtEnd && isOurs && lastSeq > agentReadSeq) cursors.read(id, lastSeq)
  }, [cursors, id, isLookedAt, isAtEnd, isOurs, lastSeq, agentReadSeq])
}

/** The first message that was unread when the thread came to the screen; 0 when none was. */
export function useFirstUnread({ unreadCount, agentReadSeq }: Conversation): number {
  const first = useRef(unreadCount > 0 ? agentReadSeq + 1 : 0)
  return first.current
}
