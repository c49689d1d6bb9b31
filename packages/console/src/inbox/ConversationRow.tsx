import { shortTime } from '@parley/browser'
import { type Conversation, ConversationStatus } from '@parley/protocol'
import { IconClock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsTyping } from '../connection/LiveContext.tsx'
import { currentLocale } from '../i18n/index.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { useNow } from '../ui/now.ts'
import { contactName, previewText, span } from '../ui/texts.ts'
import styles from './ConversationRow.module.css'
import type { View } from './rows.ts'
import { SlaMark } from './SlaMark.tsx'

/** Pixels; the rows of a virtual list are all the same. */
export const ROW_HEIGHT = 78

/** From when on a waiting visitor is marked: noticeable, then urgent. */
const WARN_MS = 2 * 60_000
const URGENT_MS = 10 * 60_000

/** One conversation in a list: who, what was said last, since when somebody waits. */
export const ConversationRow = memo(function ConversationRow(props: {
  conversation: Conversation
  view: View
  isSelected: boolean
  isMine: boolean
}) {
  const { conversation, view, isSelected, isMine } = props
  const { t } = useTranslation()
  const now = useNow(15_000)
  const isTyping = useIsTyping(conversation.id)
  const { id, contactId, activeAt, unreadCount, agentName, status, waitingSince } = conversation
  const isWaiting = waitingSince > 0 && status !== ConversationStatus.RESOLVED
  const name = contactName(conversation, t)
  const isBots = status === ConversationStatus.BOT && view !== 'bot'
  const holder = isBots ? t('view.bot') : agentName
  return (
    <Link
      to="/inbox/$view/$conversationId"
      params={{ view, conversationId: id }}
      className={styles.row ?? ''}
      aria-current={isSelected ? 'true' : undefined}
      data-unread={unreadCount > 0 || undefined}
    >
      <Avatar name={conversation.contactName || '?'} id={contactId} size={38} />
      <span className={styles.body}>
        <span className={styles.line}>
          <span className={styles.name}>{name}</span>
          <time className={styles.time} dateTime={new Date(activeAt).toISOString()}>
            {shortTime(activeAt, now, currentLocale())}
          </time>
        </span>
        <span className={styles.line}>
          <span className={isTyping ? styles.typing : styles.preview}>
            {isTyping ? t('inbox.typing') : previewText(conversation, t)}
          </span>
          {unreadCount > 0 && (
            <span
              className={styles.unread}
              role="img"
              aria-label={t('inbox.unread', { count: unreadCount })}
            >
              {unreadCount > 99 ? '99+' : unreadCount}
            </span>
          )}
        </span>
        {(isWaiting || !isMine) && (
          <span className={styles.line}>
            {isWaiting ? <Waiting since={waitingSince} /> : <span />}
            <SlaMark conversation={conversation} />
            {!isMine && holder !== '' && <span className={styles.agent}>{holder}</span>}
          </span>
        )}
      </span>
    </Link>
  )
})

function Waiting({ since }: { since: number }) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  const ms = Math.max(0, now - since)
  const urgency = ms >= URGENT_MS ? 'urgent' : ms >= WARN_MS ? 'warn' : 'calm'
  const time = span(ms, t)
  return (
    <span
      className={styles.waiting}
      data-urgency={urgency}
      role="img"
      aria-label={t('inbox.waiting', { time })}
    >
      <IconClock size={13} aria-hidden="true" />
      {time}
    </span>
  )
}
