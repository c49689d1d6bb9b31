import type { FileKind } from '../conversations/index.ts'
import { extensionOf } from './names.ts'
import { readPicture } from './pictures.ts'

/** Bytes from the start that decide what a file is. */
export const HEAD_BYTES = 65_536

/** Bytes that the detector of types looks at; more of them only cost time. */
const DETECTED_BYTES = 4_096

export interface FileType {
  kind: FileKind
  mediaType: string
}

const other: FileType = { kind: 'other', mediaType: 'application/octet-stream' }

/**
 * Types that a browser shows or plays in place, without being able to run anything in them. The
 * order is part of the links: add at the end only.
 */
export const inlineTypes: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
  'audio/aac',
  'audio/flac',
  'video/mp4',
  'video/webm',
  'video/quicktime',
]

/** How the detector names types that have a better known name. */
const synonyms: Record<string, string> = {
  'audio/x-m4a': 'audio/mp4',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'video/x-m4v': 'video/mp4',
  'audio/opus': 'audio/ogg',
}

const officeDocuments = 'application/vnd.openxmlformats-officedocument.'
const openDocuments = 'application/vnd.oasis.opendocument.'

/** Documents that only their name tells apart, inside the container of old office programs. */
const oldOffice: Record<string, string> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
}

/** Extensions of texts that nothing runs when somebody opens them. */
const textTypes: Record<string, string> = {
  '': 'text/plain',
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  yaml: 'text/plain',
  yml: 'text/plain',
  ini: 'text/plain',
  srt: 'text/plain',
  vtt: 'text/vtt',
}

/**
 * Says what a file is, by the first {@link HEAD_BYTES} of its content. The name can only take
 * trust away, never lend it: a text called `.bat` is no document, and a program called `.png` no
 * picture. Pictures, sound and film are only what {@link inlineTypes} lists; pages, scripts,
 * drawings with scripts in them (SVG), archives and programs are `other`.
 */
export async function recogniseType(head: Uint8Array, name: string): Promise<FileType> {
  const picture = readPicture(head)
  if (picture !== undefined) return { kind: 'image', mediaType: picture.mediaType }
  const detected = await detect(head.subarray(0, DETECTED_BYTES))
  if (detected === undefined) return recogniseText(head, extensionOf(name))
  const mediaType = soundOnly(synonyms[detected] ?? detected, head)
  if (inlineTypes.includes(mediaType)) {
    // A picture whose header cannot be read is none that a browser shows.
    if (/^image\/(png|jpeg|gif|webp)$/.test(mediaType)) return other
    return { kind: mediaType.split('/', 1)[0] as FileKind, mediaType }
  }
  return recogniseDocument(mediaType, extensionOf(name))
}

let detector: Promise<typeof import('file-type')> | undefined

async function detect(head: Uint8Array): Promise<string | undefined> {
  // With the first file, because a start must not wait for it.
  detector ??= import('file-type')
  const { fileTypeFromBuffer } = await detector
  try {
    const found = await fileTypeFromBuffer(head)
    return found?.mime.split(';', 1)[0]
  } catch {
    // The detector stumbles over some bytes that only look like a format: then it is none.
    return undefined
  }
}

function recogniseDocument(mediaType: string, extension: string): FileType {
  if (mediaType === 'application/x-cfb') {
    const old = oldOffice[extension]
    return old === undefined ? other : { kind: 'document', mediaType: old }
  }
  const isDocument =
    mediaType === 'application/pdf' ||
    mediaType === 'application/rtf' ||
    mediaType === 'application/epub+zip' ||
    mediaType.startsWith(officeDocuments) ||
    mediaType.startsWith(openDocuments)
  return isDocument ? { kind: 'document', mediaType } : { ...other, mediaType: harmless(mediaType) }
}

/** A media type that no browser takes for a page or a script, whoever passes it on. */
function harmless(mediaType: string): string {
  return /^(application\/(zip|gzip|x-7z-compressed|x-tar|x-bzip2|x-xz)|(audio|video)\/[\w.-]+|image\/(heic|tiff|bmp))$/.test(
    mediaType,
  )
    ? mediaType
    : other.mediaType
}

/** Browsers record voices into containers of film: without a picture track it is sound. */
function soundOnly(mediaType: string, head: Uint8Array): string {
  if (mediaType !== 'video/webm' && mediaType !== 'video/mp4') return mediaType
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const [sound, film] = mediaType === 'video/webm' ? ['A_', 'V_'] : ['soun', 'vide']
  const isSound = text.includes(sound as string) && !text.includes(film as string)
  return isSound ? mediaType.replace('video', 'audio') : mediaType
}

function recogniseText(head: Uint8Array, extension: string): FileType {
  const mediaType = textTypes[extension]
  return mediaType !== undefined && isPlainText(head) ? { kind: 'document', mediaType } : other
}

// Tabs, line feeds, form feeds and returns are the control signs that texts have.
const control = /[^\P{Cc}\t\n\f\r]/u

/** Whether it is text that is no page, no drawing and no script, as far as the first bytes tell. */
function isPlainText(head: Uint8Array): boolean {
  let text: string
  try {
    // The last sign may be cut in half where the head ends: streaming leaves it out.
    text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
  } catch {
    return false
  }
  if (control.test(text)) return false
  const start = text.slice(0, 1_024).trimStart()
  return !start.startsWith('#!') && !/<(!doctype|!--|\?xml|[a-z][\w:-]*[\s/>])/i.test(start)
}
