import type { EntryFile, MessageEntry } from '@parley/browser'
import {
  createLocalUrls,
  fileTexts,
  fileView,
  type Hyperscript,
  openLightbox,
} from '@parley/browser/files'
import { FileKind } from '@parley/protocol'
import { createElement, type ReactNode, useSyncExternalStore } from 'react'
import { useLive } from '../connection/LiveContext.tsx'
import type { Live } from '../connection/live.ts'
import { currentLocale } from '../i18n/index.ts'

/** A message that is a file. */
export type FileEntry = MessageEntry & { file: EntryFile }

/** The largest picture in a thread, in pixels. */
const MOST = { width: 320, height: 320 }

/** Addresses of what this page sends, by connection. */
const localUrls = new WeakMap<Live, (clientId: string) => string | undefined>()

function localUrlsOf(live: Live): (clientId: string) => string | undefined {
  const known = localUrls.get(live) ?? createLocalUrls(live.uploads.bytesOf)
  localUrls.set(live, known)
  return known
}

/** One file of a thread; its picture opens large among the thread's others. */
export function FileBubble(props: {
  entry: FileEntry
  conversationId: string
  /** All files of the thread as they are now. */
  filesOf: () => readonly FileEntry[]
}) {
  const { entry, conversationId, filesOf } = props
  const live = useLive()
  const { links, outbox } = live
  const localUrl = localUrlsOf(live)
  const { seq, clientId, isOwn, file } = entry
  const isPicture = file.kind === FileKind.IMAGE
  const link = useSyncExternalStore(links.subscribe, () =>
    seq > 0 ? links.of(conversationId, seq) : undefined,
  )
  const texts = fileTexts[currentLocale()]

  function open(): void {
    const pictures = filesOf().filter((one) => one.file.kind === FileKind.IMAGE && one.seq > 0)
    const toPicture = (one: FileEntry) => ({
      name: one.file.name,
      previewUrl: localUrl(one.clientId) ?? links.of(conversationId, one.seq)?.previewUrl,
      url: () => links.of(conversationId, one.seq)?.url ?? localUrl(one.clientId),
    })
    const at = pictures.findIndex(({ key }) => key === entry.key)
    if (at >= 0) openLightbox(pictures.map(toPicture), at, texts)
    else openLightbox([toPicture(entry)], 0, texts)
  }

  return fileView<ReactNode>(createElement as Hyperscript<ReactNode>, {
    entry,
    link,
    localUrl: isOwn && isPicture ? localUrl(clientId) : undefined,
    texts,
    locale: currentLocale(),
    most: MOST,
    onOpen: open,
    onRetry: () => outbox.retry(clientId),
    onDiscard: () => outbox.discard(clientId),
  })
}
