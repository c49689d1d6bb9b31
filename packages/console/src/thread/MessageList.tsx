import { layOut, type Viewer } from '@parley/browser'
import type { Thread, ThreadState } from '@parley/client'
import type { Conversation } from '@parley/protocol'
import { IconArrowDown } from '@tabler/icons-react'
import { useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '../connection/LiveContext.tsx'
import { EntryRow } from './EntryRow.tsx'
import type { FileEntry } from './FileBubble.tsx'
import { useLogScroll } from './log-scroll.ts'
import styles from './MessageList.module.css'
import { useFirstUnread, useReading } from './reading.ts'
import { useUnsettled } from './unsettled.ts'

/** A conversation's log. Older pages load as one scrolls up. */
export function MessageList(props: {
  conversation: Conversation
  thread: Thread
  state: ThreadState
}) {
  const { conversation, thread, state } = props
  const { t } = useTranslation()
  const { me } = useLive()
  const box = useRef<HTMLDivElement>(null)
  const lastSeq = state.messages.at(-1)?.seq ?? 0
  const unsettled = useUnsettled(conversation.id, lastSeq)
  const firstUnread = useFirstUnread(conversation)
  const viewer = useMemo<Viewer>(
    () => ({ side: 'agent', name: me.agent.name, isTold: () => true }),
    [me.agent.name],
  )
  const entries = useMemo(
    () => layOut(state.messages, unsettled, firstUnread, viewer),
    [state.messages, unsettled, firstUnread, viewer],
  )
  const shown = useRef(entries)
  shown.current = entries
  const filesOf = useCallback(
    () =>
      shown.current.filter(
        (entry): entry is FileEntry => entry.kind === 'message' && entry.file !== undefined,
      ),
    [],
  )
  const last = entries.at(-1)
  const scroll = useLogScroll({
    box,
    firstKey: entries.find(({ kind }) => kind !== 'day')?.key,
    lastKey: last?.key,
    count: entries.length,
    isLastOwn: last?.kind === 'message' && last.isOwn,
    onTop: () => void thread.loadOlder(),
  })
  useReading(conversation, lastSeq, scroll.isAtEnd && state.isCaughtUp)

  return (
    <div className={styles.frame}>
      <div
        className={styles.log}
        ref={box}
        onScroll={scroll.onScroll}
        role="log"
        aria-label={t('thread.messages')}
        aria-busy={state.isLoading}
        tabIndex={0}
      >
        {state.hasOlder && (
          <button type="button" className={styles.older} onClick={() => void thread.loadOlder()}>
            {state.isLoading ? t('app.loading') : t('thread.loadOlder')}
          </button>
        )}
        {entries.map((entry) => (
          <EntryRow key={entry.key} entry={entry} conversation={conversation} filesOf={filesOf} />
        ))}
      </div>
      {!scroll.isAtEnd && (
        <button
          type="button"
          className={styles.pill}
          onClick={scroll.toEnd}
          aria-label={t('thread.toEnd')}
        >
          {scroll.missed > 0 && <span>{t('thread.newBelow', { count: scroll.missed })}</span>}
          <IconArrowDown size={16} />
        </button>
      )}
    </div>
  )
}
