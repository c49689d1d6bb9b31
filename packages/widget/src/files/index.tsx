import {
  createLocalUrls,
  describeFile,
  fileTexts,
  fileView,
  type Hyperscript,
  indexedDbFiles,
  openLightbox,
  watchDrops,
} from '@parley/browser/files'
import css from '@parley/browser/files.css?inline'
import { type Connection, createLinks, createUploads } from '@parley/client'
import { FileKind } from '@parley/protocol'
import type { Locale } from '@parley/protocol/rest'
import { signal } from '@preact/signals'
import { h, type VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { FileEntry } from '../ui/Entries.tsx'

/** The largest picture in a thread, in pixels. */
const MOST = { width: 250, height: 300 }

/** Opens the widget's files: uploads, links, and how they are drawn. */
export function openFiles(connection: Connection) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets.push(sheet)
  const uploads = createUploads({ connection, storage: indexedDbFiles('parley.files') })
  const links = createLinks(connection)
  const localUrl = createLocalUrls(uploads.bytesOf)
  const known = signal(0)
  links.subscribe(() => {
    known.value += 1
  })

  function FileView(props: {
    entry: FileEntry
    conversationId: string
    locale: Locale
    /** All files of the thread: the arrows lead through their pictures. */
    files: readonly FileEntry[]
    onRetry: () => void
    onDiscard: () => void
  }) {
    const { entry, conversationId, locale, files, onRetry, onDiscard } = props
    const texts = fileTexts[locale]
    // Drawn anew when links come.
    void known.value

    function open(): void {
      const pictures = files.filter(({ file, seq }) => file.kind === FileKind.IMAGE && seq > 0)
      const toPicture = ({ file, seq, clientId }: FileEntry) => ({
        name: file.name,
        previewUrl: localUrl(clientId) ?? links.of(conversationId, seq)?.previewUrl,
        url: () => links.of(conversationId, seq)?.url ?? localUrl(clientId),
      })
      const at = pictures.findIndex(({ key }) => key === entry.key)
      if (at >= 0) openLightbox(pictures.map(toPicture), at, texts)
      else openLightbox([toPicture(entry)], 0, texts)
    }

    return fileView<VNode>(h as Hyperscript<VNode>, {
      entry,
      link: entry.seq > 0 ? links.of(conversationId, entry.seq) : undefined,
      localUrl:
        entry.isOwn && entry.file.kind === FileKind.IMAGE ? localUrl(entry.clientId) : undefined,
      texts,
      locale,
      most: MOST,
      onOpen: open,
      onRetry,
      onDiscard,
    })
  }

  /** Takes what is dropped anywhere into the window, and says so while it hovers. */
  function DropTarget(props: { locale: Locale; onFiles: (files: File[]) => void }) {
    const [isOver, setOver] = useState(false)
    useEffect(
      () => watchDrops(document.documentElement, { onOver: setOver, onFiles: props.onFiles }),
      [props.onFiles],
    )
    return isOver ? <div class="pf-drop">{fileTexts[props.locale].dropHere}</div> : null
  }

  return { uploads, describe: describeFile, FileView, DropTarget }
}
