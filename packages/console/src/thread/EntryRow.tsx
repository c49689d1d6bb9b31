import { clockTime, dayName, type Entry, linkify, type MessageEntry } from '@parley/browser'
import { type Conversation, EventType } from '@parley/protocol'
import { IconCheck, IconChecks, IconClock, IconLock } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '../connection/LiveContext.tsx'
import { currentLocale } from '../i18n/index.ts'
import { Why } from '../routing/why/Why.tsx'
import { contactName } from '../ui/texts.ts'
import { AnswerFoot } from './AnswerFoot.tsx'
import { AssistantFace } from './AssistantFace.tsx'
import styles from './EntryRow.module.css'
import { FileBubble, type FileEntry } from './FileBubble.tsx'

interface EntryRowProps {
  entry: Entry
  conversation: Conversation
  /** All files of the thread as they are now; always the same function. */
  filesOf: () => readonly FileEntry[]
}

/** One row of a thread. Laying out makes new rows each time: those that say the same stay. */
export const EntryRow = memo(
  function EntryRow({ entry, conversation, filesOf }: EntryRowProps) {
    const { t } = useTranslation()
    switch (entry.kind) {
      case 'day': {
        const words = { today: t('time.today'), yesterday: t('time.yesterday') }
        const day = dayName(entry.at, Date.now(), currentLocale(), words)
        return <div className={styles.day}>{day}</div>
      }
      case 'new':
        return <div className={styles.new}>{t('thread.newMessages')}</div>
      case 'event':
        return (
          <div className={styles.event} title={new Date(entry.at).toLocaleString(currentLocale())}>
            {eventText(entry, t)} · {clockTime(entry.at, currentLocale())}
            {entry.type === EventType.ASSIGNED && <Why conversationId={conversation.id} />}
          </div>
        )
      case 'message':
        return <Bubble entry={entry} conversation={conversation} filesOf={filesOf} />
    }
  },
  (before, after) =>
    JSON.stringify(before.entry) === JSON.stringify(after.entry) &&
    looksSame(before.conversation, after.conversation),
)

/** What a row takes from its conversation. */
function looksSame(one: Conversation, other: Conversation): boolean {
  return (
    one.contactName === other.contactName &&
    one.contactReadSeq === other.contactReadSeq &&
    one.contactDeliveredSeq === other.contactDeliveredSeq
  )
}

function Bubble(props: EntryRowProps & { entry: MessageEntry }) {
  const { entry, conversation, filesOf } = props
  const { t } = useTranslation()
  const { me } = useLive()
  const { isOwn, isNote, isFirst, isLast, state, file } = entry
  const author = isOwn ? entry.author : contactName(conversation, t)
  const isByColleague = isOwn && entry.author !== me.agent.name
  return (
    <div
      className={styles.row}
      data-side={isOwn ? 'own' : 'theirs'}
      data-first={isFirst || undefined}
      data-note={isNote || undefined}
    >
      {isFirst && (isByColleague || isNote) && (
        <div className={styles.author}>
          {isNote && <IconLock size={12} aria-hidden="true" />}
          {entry.isByAssistant && <AssistantFace name={author} />}
          {isNote ? `${t('thread.note')} · ${author}` : author}
        </div>
      )}
      <div className={file ? styles.filed : styles.bubble} data-state={file ? undefined : state}>
        <span className={styles.hidden}>
          {isOwn && !isByColleague ? t('thread.you') : author}:{' '}
        </span>
        {file ? (
          <FileBubble
            entry={{ ...entry, file }}
            conversationId={conversation.id}
            filesOf={filesOf}
          />
        ) : (
          linkify(entry.text).map(({ text, href }, index) =>
            href === undefined ? (
              text
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: a message's text never changes
              <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow">
                {text}
              </a>
            ),
          )
        )}
      </div>
      {entry.answer !== undefined && (
        <AnswerFoot conversationId={conversation.id} seq={entry.seq} answer={entry.answer} />
      )}
      {state === 'failed' && !file ? (
        <Failed clientId={entry.clientId} />
      ) : (
        (isLast || isUnderWay(state)) && (
          <div className={styles.meta}>
            <time
              dateTime={new Date(entry.at).toISOString()}
              title={new Date(entry.at).toLocaleString(currentLocale())}
            >
              {clockTime(entry.at, currentLocale())}
            </time>
            {isOwn && !isNote && <Receipt entry={entry} conversation={conversation} />}
          </div>
        )
      )}
    </div>
  )
}

function Failed({ clientId }: { clientId: string }) {
  const { t } = useTranslation()
  const { outbox } = useLive()
  return (
    <div className={styles.failed} role="alert">
      {t('thread.failed')}
      <button type="button" onClick={() => outbox.retry(clientId)}>
        {t('thread.retry')}
      </button>
      <button type="button" onClick={() => outbox.discard(clientId)}>
        {t('thread.discard')}
      </button>
    </div>
  )
}

function Receipt({ entry, conversation }: { entry: MessageEntry; conversation: Conversation }) {
  const { t } = useTranslation()
  const { seq, state } = entry
  const [label, Icon, isRead] = isUnderWay(state)
    ? ([t('thread.sending'), IconClock, false] as const)
    : seq > 0 && seq <= conversation.contactReadSeq
      ? ([t('thread.read'), IconChecks, true] as const)
      : seq > 0 && seq <= conversation.contactDeliveredSeq
        ? ([t('thread.delivered'), IconChecks, false] as const)
        : ([t('thread.sent'), IconCheck, false] as const)
  return (
    <span
      className={styles.receipt}
      data-read={isRead || undefined}
      role="img"
      aria-label={label}
      title={label}
    >
      <Icon size={15} stroke={2} />
    </span>
  )
}

function isUnderWay(state: MessageEntry['state']): boolean {
  return state === 'sending' || state === 'uploading'
}

/** What happened, in words. */
function eventText({ type, by, name }: Extract<Entry, { kind: 'event' }>, t: TFunction): string {
  const who = by || t('event.system')
  switch (type) {
    case EventType.QUEUED:
      return t('event.queued')
    case EventType.ASSIGNED:
      return name === by
        ? t('event.assigned', { by: who })
        : t('event.assignedTo', { by: who, name })
    case EventType.RELEASED:
      return t('event.released', { by: who })
    case EventType.TRANSFERRED:
      return t('event.transferred', { by: who, name })
    case EventType.RESOLVED:
      return t('event.resolved', { by: who })
    case EventType.REOPENED:
      return by === '' ? t('event.reopenedByContact') : t('event.reopened', { by: who })
    case EventType.RETURNED:
      return t('event.returned', { by: who })
    case EventType.UNSPECIFIED:
    case EventType.UNRECOGNIZED:
      return ''
  }
}
