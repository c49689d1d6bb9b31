import type { Conversation, ServerBodyOf } from '@parley/protocol'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useInboxState, useLive, useLiveState } from '../connection/LiveContext.tsx'
import { newer, views } from '../inbox/rows.ts'

/** How old a contact's details may be while they are on screen. */
const REFRESH_MS = 30_000

/** A conversation as it stands now, as far as it is known. */
export function useConversation(conversationId: string | undefined): Conversation | undefined {
  const { conversations } = useLiveState()
  const { lists } = useInboxState()
  if (conversationId === undefined) return undefined
  let found = conversations.get(conversationId)
  for (const view of views) {
    const row = lists[view].rows.find(({ id }) => id === conversationId)
    if (row !== undefined) found = newer(found, row)
  }
  return found
}

/** A conversation with its contact, pages seen and earlier conversations; kept fresh. */
export function useConversationDetails(conversationId: string) {
  const live = useLive()
  const { status } = useLiveState()
  const isOnline = status.state === 'online'
  const query = useQuery({
    queryKey: ['conversation', conversationId],
    queryFn: (): Promise<ServerBodyOf<'conversationDetails'>> =>
      live.connection.request(
        { $case: 'fetchConversation', value: { conversationId } },
        'conversationDetails',
      ),
    enabled: isOnline,
    refetchInterval: REFRESH_MS,
    staleTime: 0,
  })
  const { refetch } = query
  // What changed while the connection was away was not pushed.
  useEffect(() => {
    if (isOnline) void refetch()
  }, [isOnline, refetch])
  const conversation = query.data?.conversation
  useEffect(() => {
    if (conversation !== undefined) live.learn(conversation)
  }, [conversation, live])
  return query
}
