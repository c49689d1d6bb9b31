import { FileKind } from '@parley/protocol'
import type { EntryFile, MessageEntry } from '../entries.ts'
import { boxOf, extensionOf, sizeLabel } from './describe.ts'
import { type FileTexts, failureText, isRetryable } from './texts.ts'

/** Makes an element: React's `createElement` and Preact's `h` both are such. */
export type Hyperscript<Node> = (
  tag: string,
  properties: Record<string, unknown> | null,
  ...children: unknown[]
) => Node

export interface FileViewProps {
  entry: MessageEntry & { file: EntryFile }
  /** Where to load it; undefined until that is known. */
  link: { url: string; previewUrl: string } | undefined
  /** One's own bytes, while they are on their way or just were. */
  localUrl: string | undefined
  texts: FileTexts
  locale: string
  /** The largest picture, in pixels. */
  most: { width: number; height: number }
  onOpen: () => void
  onRetry: () => void
  /** Cancels, or removes what failed. */
  onDiscard: () => void
}

/**
 * One file of a thread, drawn for widget and console alike: a picture in its place before it is
 * loaded, a player, or a card; while it uploads with its progress, and with the reason when it
 * failed.
 */
export function fileView<Node>(h: Hyperscript<Node>, props: FileViewProps): Node {
  const { entry } = props
  return h(
    'div',
    { className: 'pf', 'data-state': entry.state },
    content(h, props),
    entry.state === 'failed' && failure(h, props),
  )
}

function content<Node>(h: Hyperscript<Node>, props: FileViewProps): Node {
  const { entry, localUrl, link } = props
  const { kind, hasPreview } = entry.file
  if (kind === FileKind.IMAGE && (localUrl !== undefined || hasPreview)) return picture(h, props)
  const isThere = entry.state === 'sent' && link !== undefined
  if (kind === FileKind.VIDEO && isThere) return video(h, link.url, entry.file)
  return h(
    'div',
    { className: 'pf-card' },
    h(
      'span',
      { className: 'pf-icon', 'data-kind': kind, 'aria-hidden': true },
      extensionOf(entry.file.name) || '•',
    ),
    h(
      'span',
      { className: 'pf-what' },
      h('strong', { title: entry.file.name }, entry.file.name),
      h('small', null, sizeLabel(entry.file.size, props.locale)),
    ),
    isUnderWay(entry.state) ? progress(h, props) : download(h, props),
    kind === FileKind.AUDIO &&
      isThere &&
      h('audio', {
        controls: true,
        preload: 'metadata',
        src: link.url,
        'aria-label': entry.file.name,
      }),
  )
}

function picture<Node>(h: Hyperscript<Node>, props: FileViewProps): Node {
  const { entry, link, localUrl, texts, most, onOpen } = props
  const box = boxOf(entry.file, most)
  const source = localUrl ?? (link?.previewUrl || undefined)
  const style = { width: `${box.width}px`, aspectRatio: `${box.width} / ${box.height}` }
  return h(
    'div',
    { className: 'pf-picture', style },
    h(
      'button',
      {
        type: 'button',
        'aria-label': texts.openPicture(entry.file.name),
        disabled: link === undefined && localUrl === undefined,
        onClick: onOpen,
      },
      source !== undefined && h('img', { src: source, alt: entry.file.name, draggable: false }),
    ),
    isUnderWay(entry.state) && progress(h, props),
  )
}

function video<Node>(h: Hyperscript<Node>, src: string, { name }: EntryFile): Node {
  return h('video', {
    className: 'pf-video',
    controls: true,
    playsInline: true,
    preload: 'metadata',
    src,
    'aria-label': name,
  })
}

/** A ring that fills, around what cancels it. */
function progress<Node>(h: Hyperscript<Node>, { entry, texts, onDiscard }: FileViewProps): Node {
  const { size, sentBytes } = entry.file
  const share = entry.state === 'uploading' ? Math.min(1, sentBytes / Math.max(1, size)) : 1
  const percent = Math.floor(share * 100)
  return h(
    'span',
    { className: 'pf-progress' },
    h('span', {
      className: 'pf-ring',
      style: { '--share': `${Math.max(3, percent)}%` },
      role: 'progressbar',
      'aria-label': texts.uploading(percent),
      'aria-valuemin': 0,
      'aria-valuemax': 100,
      'aria-valuenow': percent,
    }),
    entry.state === 'uploading' &&
      h(
        'button',
        { type: 'button', 'aria-label': texts.cancel, title: texts.cancel, onClick: onDiscard },
        sign(h, 'm7 7 10 10M17 7 7 17'),
      ),
  )
}

function download<Node>(h: Hyperscript<Node>, { entry, link, texts }: FileViewProps): unknown {
  if (entry.state !== 'sent' || link === undefined) return null
  const label = `${texts.download}: ${entry.file.name}`
  return h(
    'a',
    {
      className: 'pf-download',
      href: link.url,
      download: entry.file.name,
      'aria-label': label,
      title: texts.download,
    },
    sign(h, 'M12 4v11m-5-5 5 5 5-5M5 20h14'),
  )
}

function failure<Node>(h: Hyperscript<Node>, props: FileViewProps): Node {
  const { entry, texts, locale, onRetry, onDiscard } = props
  const reason = entry.failure ?? { reason: 'internal', message: '' }
  return h(
    'div',
    { className: 'pf-failed', role: 'alert' },
    h(
      'span',
      null,
      failureText(reason, texts, (bytes) => sizeLabel(bytes, locale)),
    ),
    isRetryable(reason.reason) && h('button', { type: 'button', onClick: onRetry }, texts.retry),
    h('button', { type: 'button', onClick: onDiscard }, texts.remove),
  )
}

function sign<Node>(h: Hyperscript<Node>, path: string): Node {
  return h('svg', { viewBox: '0 0 24 24', 'aria-hidden': true }, h('path', { d: path }))
}

function isUnderWay(state: MessageEntry['state']): boolean {
  return state === 'uploading' || state === 'sending'
}
