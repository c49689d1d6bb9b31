import { describeFile, watchDrops } from '@parley/browser/files'
import { type Conversation, ConversationStatus } from '@parley/protocol'
import { type RefObject, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDesk } from '../app/desk.tsx'
import { useLive } from '../connection/LiveContext.tsx'
import { reportDone } from '../ui/report.ts'
import { useConversationActions } from './actions.ts'

/** Makes a conversation ready for a reply: one that nobody has is taken, a resolved one reopened. */
export function usePrepareReply({ id, agentId, status }: Conversation): () => Promise<boolean> {
  const actions = useConversationActions(id)
  return useCallback(async () => {
    if (status === ConversationStatus.RESOLVED) return actions.reopen()
    return agentId === '' ? actions.take() : true
  }, [actions, agentId, status])
}

/**
 * Sends files as replies, each as a message of its own. Who writes a note is told that it takes none:
 * a screenshot that is meant for the team must not reach the visitor.
 */
export function useSendFiles(
  conversation: Conversation,
): (files: readonly File[]) => Promise<void> {
  const { outbox } = useLive()
  const prepare = usePrepareReply(conversation)
  const { t } = useTranslation()
  const isNote = useDesk().composing.kind === 'note'
  const { id: conversationId } = conversation
  return useCallback(
    async (files) => {
      if (files.length === 0) return
      if (isNote) {
        reportDone(t('files.notInNotes'))
        return
      }
      const [isReady, ...described] = await Promise.all([prepare(), ...files.map(describeFile)])
      if (!isReady) return
      for (const [index, bytes] of files.entries()) {
        const file = described[index]
        if (file !== undefined) outbox.postFile({ conversationId, file, bytes })
      }
    },
    [outbox, prepare, conversationId, isNote, t],
  )
}

/** Takes files that are dropped on the box; tells whether some hover above it. */
export function useDrops(
  box: RefObject<HTMLElement | null>,
  onFiles: (files: readonly File[]) => Promise<void>,
): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    if (box.current === null) return
    return watchDrops(box.current, { onOver: setOver, onFiles: (files) => void onFiles(files) })
  }, [box, onFiles])
  return isOver
}
