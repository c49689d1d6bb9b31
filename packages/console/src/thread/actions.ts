import type { ClientBodyOf } from '@parley/protocol'
import { useMemo } from 'react'
import { useLive } from '../connection/LiveContext.tsx'
import { reportError } from '../ui/report.ts'

type Change = NonNullable<ClientBodyOf<'changeConversation'>['change']>

/** What an agent can do to a conversation. Each resolves with whether it was done, and reports. */
export function useConversationActions(conversationId: string | undefined) {
  const { connection } = useLive()
  return useMemo(() => {
    async function change(wanted: Change): Promise<boolean> {
      if (conversationId === undefined) return false
      try {
        await connection.request(
          { $case: 'changeConversation', value: { conversationId, change: wanted } },
          'done',
        )
        return true
      } catch (error) {
        reportError(error)
        return false
      }
    }
    return {
      take: () => change({ $case: 'take', value: {} }),
      handBack: () => change({ $case: 'handBack', value: {} }),
      release: () => change({ $case: 'release', value: {} }),
      resolve: () => change({ $case: 'resolve', value: {} }),
      reopen: () => change({ $case: 'reopen', value: {} }),
      transfer: (agentId: string) => change({ $case: 'transfer', value: { agentId } }),
    }
  }, [connection, conversationId])
}

export type ConversationActions = ReturnType<typeof useConversationActions>
