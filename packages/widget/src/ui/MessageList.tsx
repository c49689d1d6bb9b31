import { layOut, type Viewer } from '@parley/browser'
import { ConversationStatus, EventType } from '@parley/protocol'
import type { Locale, WidgetSettings } from '@parley/protocol/rest'
import { useComputed } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isResolved } from '../app/conversations.ts'
import type { Files } from '../app/files.ts'
import type { Store } from '../app/store.ts'
import type { Texts } from '../i18n/index.ts'
import { DraftRow } from './DraftRow.tsx'
import { EntryRow, type FileEntry } from './Entries.tsx'
import { Face } from './Face.tsx'
import { focusStart } from './focus.ts'
import { DownIcon } from './icons.tsx'
import { QueuePlace } from './QueuePlace.tsx'
import { useAnswerFoot } from './use-answer-foot.ts'

/** A visitor has no use for the news that its conversation was queued. */
const viewer: Viewer = { side: 'contact', name: '', isTold: (type) => type !== EventType.QUEUED }

/** How near to an edge counts as being there, in pixels. */
const NEAR_PX = 48

/** The thread's log. It stays at the end while one is there, and where one reads otherwise. */
export function MessageList(props: {
  store: Store
  files: Files
  settings: WidgetSettings
  texts: Texts
  locale: Locale
}) {
  const { store, files, settings, texts, locale } = props
  const { assistant } = settings
  const box = useRef<HTMLDivElement>(null)
  const [isAtEnd, setAtEnd] = useState(true)
  const [missed, setMissed] = useState(0)
  const entries = useComputed(() =>
    layOut(
      store.thread.value?.messages ?? [],
      store.unsettled.value,
      store.firstUnreadSeq.value,
      viewer,
    ),
  ).value
  const thread = store.thread.value
  const conversation = store.current.value
  const typist = store.typist.value
  const draft = store.answerDraft.value
  const place = store.queuePlace.value
  const messages = entries.filter(({ kind }) => kind === 'message')
  const fileEntries = messages.filter(
    (entry): entry is FileEntry => 'file' in entry && !!entry.file,
  )
  const desk = files.desk.value
  const AnswerFoot = useAnswerFoot(messages.some((entry) => 'answer' in entry && !!entry.answer))
  const lastMessage = messages.at(-1)
  const failures = messages.filter((entry) => 'state' in entry && entry.state === 'failed').length
  const lastKey = entries.at(-1)?.key
  const firstKey = messages[0]?.key
  const before = useRef({ firstKey, lastKey, height: 0, count: 0 })

  useLayoutEffect(() => {
    const area = box.current
    if (area === null) return
    const was = before.current
    const last = messages.at(-1)
    // By what was on screen, not by the last scroll event: that may still be on its way.
    const wasAtEnd = was.height - area.scrollTop - area.clientHeight < NEAR_PX
    const isOwnNews = last?.kind === 'message' && last.isOwn && was.lastKey !== lastKey
    if (was.firstKey !== firstKey && was.lastKey === lastKey && was.count > 0) {
      // Older ones came on top: what was on screen stays there.
      area.scrollTop += area.scrollHeight - was.height
    } else if (wasAtEnd || isOwnNews || was.count === 0) {
      area.scrollTop = area.scrollHeight
    } else if (was.lastKey !== lastKey) {
      setMissed((count) => count + messages.length - was.count)
    }
    before.current = { firstKey, lastKey, height: area.scrollHeight, count: messages.length }
  }, [firstKey, lastKey, typist, messages.length, failures, desk, draft, place, AnswerFoot])

  useEffect(() => {
    if (fileEntries.length > 0) void files.load()
  }, [fileEntries.length > 0])

  useEffect(() => {
    const area = box.current
    if (area === null) return
    // A keyboard that opens, or a longer composer, must not push the newest out of sight.
    const observer = new ResizeObserver(() => {
      if (isAtEnd) area.scrollTop = area.scrollHeight
      else onScroll()
    })
    observer.observe(area)
    return () => observer.disconnect()
  }, [isAtEnd])

  function onScroll(): void {
    const area = box.current
    if (area === null) return
    const atEnd = area.scrollHeight - area.scrollTop - area.clientHeight < NEAR_PX
    if (atEnd !== isAtEnd) {
      setAtEnd(atEnd)
      store.setAtEnd(atEnd)
    }
    if (atEnd) setMissed(0)
    if (area.scrollTop < NEAR_PX) void store.loadOlder()
  }

  /** The button that was pressed goes, and the focus must not go with it. */
  function settle(decide: (clientId: string) => void, clientId: string): void {
    decide(clientId)
    focusStart()
  }

  function toEnd(): void {
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight
  }

  const isWaiting = conversation?.status === ConversationStatus.QUEUED && messages.length > 0
  return (
    <div class="thread">
      <div
        class="log"
        ref={box}
        onScroll={onScroll}
        role="log"
        aria-label={texts.messages}
        tabIndex={0}
      >
        {thread?.hasOlder && (
          <button type="button" class="older" onClick={() => void store.loadOlder()}>
            {thread.isLoading ? texts.loading : texts.loadOlder}
          </button>
        )}
        {assistant && !thread?.hasOlder && (
          <div class="row theirs first last">
            <div class="author">{assistant.name}</div>
            <Face name={assistant.name} picture={assistant.avatar} />
            <div class="bubble">
              {assistant.greetings[locale] || settings.texts[locale].greeting || texts.greeting}
            </div>
          </div>
        )}
        {entries.map((entry) => (
          <EntryRow
            key={entry.key}
            entry={entry}
            texts={texts}
            locale={locale}
            picture={assistant?.avatar}
            conversation={conversation}
            desk={desk}
            files={fileEntries}
            onRetry={(clientId) => settle(store.retry, clientId)}
            onDiscard={(clientId) => settle(store.discard, clientId)}
            foot={
              AnswerFoot &&
              entry.kind === 'message' &&
              entry.answer && (
                <AnswerFoot
                  entry={entry}
                  answer={entry.answer}
                  isLast={entry === lastMessage}
                  store={store}
                  texts={texts}
                />
              )
            }
          />
        ))}
        {store.hasTooMany.value && <div class="event">{texts.tooMany}</div>}
        {draft && <DraftRow draft={draft} picture={assistant?.avatar} texts={texts} />}
        {isWaiting && !isResolved(conversation) && typist === undefined && (
          <>
            <div class="event">{store.isStaffed.value ? texts.waiting : texts.waitingAway}</div>
            {place && (store.isStaffed.value || place.opensAt > 0) && (
              <QueuePlace place={place} texts={texts} locale={locale} />
            )}
          </>
        )}
        {typist !== undefined && (
          <div class="row theirs typing" role="status">
            <Face name={typist} />
            <div class="bubble" title={texts.typing(typist)}>
              <span class="hidden">{texts.typing(typist)}</span>
              <i />
              <i />
              <i />
            </div>
          </div>
        )}
      </div>
      {!isAtEnd && (
        <button type="button" class="pill" onClick={toEnd} title={texts.jumpToNewest}>
          {missed > 0 ? texts.newBelow(missed) : <span class="hidden">{texts.jumpToNewest}</span>}
          <DownIcon />
        </button>
      )}
    </div>
  )
}
