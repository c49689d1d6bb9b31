import { VisuallyHidden } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ConversationPane } from '../thread/ConversationPane.tsx'
import { ConversationList } from './ConversationList.tsx'
import styles from './InboxPage.module.css'
import type { View } from './rows.ts'

/** The list beside the conversation; on a phone one of the two. */
export function InboxPage({ view }: { view: View }) {
  const { t } = useTranslation()
  const { conversationId } = useParams({ strict: false })
  return (
    <main className={styles.inbox} data-open={conversationId !== undefined || undefined}>
      {conversationId === undefined && (
        <VisuallyHidden component="h1">{t('app.inbox')}</VisuallyHidden>
      )}
      <ConversationList view={view} selected={conversationId} />
      <div className={styles.pane}>
        {conversationId === undefined ? (
          <div className={styles.pick}>
            <p>{t('inbox.pick')}</p>
            <small>{t('inbox.pickHint')}</small>
          </div>
        ) : (
          <ConversationPane key={conversationId} conversationId={conversationId} view={view} />
        )}
      </div>
    </main>
  )
}
