import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { fileTexts } from '@parley/browser/files'
import { ConnectionLost } from '@parley/client'
import type { Conversation } from '@parley/protocol'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { panelBeside, useDesk } from '../app/desk.tsx'
import { useLive, useThread } from '../connection/LiveContext.tsx'
import { ContactPanel } from '../contact/ContactPanel.tsx'
import { currentLocale } from '../i18n/index.ts'
import type { View } from '../inbox/rows.ts'
import { contactName } from '../ui/texts.ts'
import { Composer } from './Composer.tsx'
import styles from './ConversationPane.module.css'
import { useConversation, useConversationDetails } from './conversation.ts'
import { MessageList } from './MessageList.tsx'
import { useDrops, useSendFiles } from './send-files.ts'
import { ThreadHeader } from './ThreadHeader.tsx'
import { TypingPreview } from './TypingPreview.tsx'

/** A conversation, whole: its log, where to write, and who it is. */
export function ConversationPane(props: { conversationId: string; view: View }) {
  const { conversationId, view } = props
  const { t } = useTranslation()
  const live = useLive()
  const desk = useDesk()
  const isBeside = useMediaQuery(panelBeside, true, { getInitialValueInEffect: false })
  const conversation = useConversation(conversationId)
  const details = useConversationDetails(conversationId)
  const thread = useThread(conversationId)

  useEffect(() => live.watch(conversationId), [live, conversationId])

  // Its row may leave the list that it was opened from; what is on screen stays there.
  useEffect(() => {
    if (conversation !== undefined) live.learn(conversation)
  }, [live, conversation])

  // A panel that covers the thread opens when it is asked for, not with every conversation.
  const { setPanelOpen } = desk
  useEffect(() => {
    if (!isBeside) setPanelOpen(false)
  }, [isBeside, setPanelOpen])

  if (conversation === undefined) {
    const isGone = details.isError && !(details.error instanceof ConnectionLost)
    return <p className={styles.gone}>{isGone ? t('thread.gone') : t('app.loading')}</p>
  }
  const panel = (
    <ContactPanel
      conversation={conversation}
      details={details.data}
      view={view}
      onClose={() => desk.setPanelOpen(false)}
    />
  )
  const name = contactName(conversation, t)
  return (
    <>
      <DropTarget label={t('thread.label', { name })} conversation={conversation}>
        <ThreadHeader
          conversation={conversation}
          isContactOnline={details.data?.contact?.isOnline ?? false}
          view={view}
        />
        {thread !== undefined && (
          <MessageList conversation={conversation} thread={thread.thread} state={thread.state} />
        )}
        <TypingPreview conversation={conversation} />
        <Composer conversation={conversation} />
      </DropTarget>
      {isBeside ? (
        desk.isPanelOpen && panel
      ) : (
        <Drawer.Root
          opened={desk.isPanelOpen}
          onClose={() => desk.setPanelOpen(false)}
          position="right"
          size={340}
        >
          <Drawer.Overlay />
          <Drawer.Content aria-label={t('contact.label')}>
            <Drawer.Body p={0}>{panel}</Drawer.Body>
          </Drawer.Content>
        </Drawer.Root>
      )}
    </>
  )
}

/** The thread's own part of the page: files that are dropped on it are sent. */
function DropTarget(props: { label: string; conversation: Conversation; children: ReactNode }) {
  const box = useRef<HTMLElement>(null)
  const isOver = useDrops(box, useSendFiles(props.conversation))
  return (
    <section ref={box} className={styles.thread} aria-label={props.label}>
      {props.children}
      {isOver && <div className="pf-drop">{fileTexts[currentLocale()].dropHere}</div>}
    </section>
  )
}
