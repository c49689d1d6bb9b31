import { useInboxState } from '../connection/LiveContext.tsx'

/** How many conversations need the agent: own ones with something unread, and those that wait. */
export function useAttention(): number {
  const { lists, counts } = useInboxState()
  return counts.unassigned + lists.mine.rows.filter(({ unreadCount }) => unreadCount > 0).length
}
