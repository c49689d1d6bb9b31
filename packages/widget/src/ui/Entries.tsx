import {
  clockTime,
  dayName,
  type Entry,
  type EntryFile,
  linkify,
  type MessageEntry,
} from '@parley/browser'
import type { Conversation } from '@parley/protocol'
import { EventType } from '@parley/protocol'
import type { Locale } from '@parley/protocol/rest'
import type { ComponentChildren } from 'preact'
import type { FileDesk } from '../app/files.ts'
import type { Texts } from '../i18n/index.ts'
import { Face } from './Face.tsx'
import { ClockIcon, TickIcon, TicksIcon } from './icons.tsx'
import { type Receipt, receiptOf } from './receipt.ts'

/** A message that is a file. */
export type FileEntry = MessageEntry & { file: EntryFile }

interface EntryProps {
  entry: Entry
  texts: Texts
  locale: Locale
  /** The assistant's. */
  picture: string | undefined
  conversation: Conversation | undefined
  /** Undefined until the part that draws files is loaded. */
  desk: FileDesk | undefined
  files: readonly FileEntry[]
  onRetry: (clientId: string) => void
  onDiscard: (clientId: string) => void
  /** What stands below an answer of the assistant. */
  foot: ComponentChildren
}

/** One row of a thread. */
export function EntryRow(props: EntryProps) {
  const { entry, texts, locale } = props
  switch (entry.kind) {
    case 'day':
      return <div class="day">{dayName(entry.at, Date.now(), locale, texts)}</div>
    case 'new':
      return <div class="new">{texts.newMessages}</div>
    case 'event':
      return <div class="event">{eventText(entry.type, entry.name, texts)}</div>
    case 'message':
      return <Bubble {...props} entry={entry} />
  }
}

function Bubble(props: EntryProps & { entry: MessageEntry }) {
  const { entry, texts, locale, desk } = props
  const { file, clientId, isOwn, isFirst, isLast, author } = entry
  const receipt = receiptOf(entry, props.conversation)
  const shape = `${isOwn ? 'own' : 'theirs'}${isFirst ? ' first' : ''}${isLast ? ' last' : ''}`
  return (
    <div class={`row ${shape}`}>
      {!isOwn && isFirst && <div class="author">{author || texts.team}</div>}
      {!isOwn && isLast && (
        <Face
          name={author || texts.team}
          picture={entry.isByAssistant ? props.picture : undefined}
        />
      )}
      <div class={desk && file ? 'filed' : 'bubble'}>
        <span class="hidden">{isOwn ? texts.you : author || texts.team}: </span>
        {desk && file ? (
          <desk.FileView
            entry={{ ...entry, file }}
            conversationId={props.conversation?.id ?? ''}
            locale={locale}
            files={props.files}
            onRetry={() => props.onRetry(clientId)}
            onDiscard={() => props.onDiscard(clientId)}
          />
        ) : (
          linkify(entry.text).map(({ text, href }) =>
            href === undefined ? (
              text
            ) : (
              <a href={href} target="_blank" rel="noopener noreferrer nofollow">
                {text}
              </a>
            ),
          )
        )}
      </div>
      {props.foot}
      {entry.state === 'failed' && !file ? (
        <div class="failed" role="alert">
          {texts.failed} ·{' '}
          <button type="button" onClick={() => props.onRetry(clientId)}>
            {texts.retry}
          </button>
          {' · '}
          <button type="button" onClick={() => props.onDiscard(clientId)}>
            {texts.discard}
          </button>
        </div>
      ) : (
        isLast && (
          <div class="meta">
            <time dateTime={new Date(entry.at).toISOString()}>{clockTime(entry.at, locale)}</time>
            {isOwn && receipt !== undefined && <ReceiptMark receipt={receipt} texts={texts} />}
          </div>
        )
      )}
    </div>
  )
}

const receiptIcons = {
  sending: <ClockIcon />,
  sent: <TickIcon />,
  delivered: <TicksIcon />,
  read: <TicksIcon />,
}

function ReceiptMark(props: { receipt: Receipt; texts: Texts }) {
  const { receipt, texts } = props
  const label = texts[receipt]
  return (
    <span class={`receipt ${receipt}`} role="img" aria-label={label} title={label}>
      {receiptIcons[receipt]}
    </span>
  )
}

function eventText(type: EventType, name: string, texts: Texts): string {
  switch (type) {
    case EventType.ASSIGNED:
      return texts.assigned(name)
    case EventType.TRANSFERRED:
      return texts.transferred(name)
    case EventType.RELEASED:
      return texts.released
    case EventType.RESOLVED:
      return texts.resolved
    case EventType.REOPENED:
      return texts.reopened
    case EventType.QUEUED:
    case EventType.RETURNED:
    case EventType.UNSPECIFIED:
    case EventType.UNRECOGNIZED:
      return ''
  }
}
