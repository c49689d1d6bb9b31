import { FileKind } from '@parley/protocol'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A size as people read it: "812 byte", "1.2 MB". A kilobyte has 1,000 bytes. */
export function sizeLabel(bytes: number, locale: string): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: step < 2 ? 0 : 1,
  }).format(bytes / 1_000 ** step)
}

/** What a browser takes a file for; the server looks into it and knows better. */
export function kindOf(mediaType: string): FileKind {
  if (/^image\/(png|jpe?g|gif|webp|avif)$/.test(mediaType)) return FileKind.IMAGE
  if (mediaType.startsWith('audio/')) return FileKind.AUDIO
  if (mediaType.startsWith('video/')) return FileKind.VIDEO
  return /^text\/|pdf|document|sheet|presentation|msword/.test(mediaType)
    ? FileKind.DOCUMENT
    : FileKind.OTHER
}

/** What stands on a file's icon: its extension, at most four characters. */
export function extensionOf(name: string): string {
  const extension = /\.([\p{L}\p{N}]{1,4})$/u.exec(name)?.[1] ?? ''
  return extension.toUpperCase()
}

/** How large a picture is drawn, in pixels: whole, never enlarged, and large enough to be hit. */
export function boxOf(
  { width, height }: { width: number; height: number },
  most: { width: number; height: number },
): { width: number; height: number } {
  if (width === 0 || height === 0) return { width: most.width, height: most.width * 0.75 }
  const scale = Math.min(1, most.width / width, most.height / height)
  return {
    width: Math.max(64, Math.round(width * scale)),
    height: Math.max(48, Math.round(height * scale)),
  }
}

/** How long a picture may take to tell its size. */
const MEASURE_MS = 2_000

/** What can be told of a file before it is sent; a picture's size, so that nothing moves later. */
export async function describeFile(file: File) {
  const kind = kindOf(file.type)
  const size = kind === FileKind.IMAGE ? await measure(file) : { width: 0, height: 0 }
  return { name: nameOf(file), size: file.size, kind, ...size }
}

/** Names are cut where the protocol ends them, and keep their extension. */
function nameOf({ name, type }: File): string {
  if (name === '') return `file.${type.split('/')[1] ?? 'bin'}`
  return name.length <= 200 ? name : `${name.slice(0, 180)}${/\.\w{1,10}$/.exec(name)?.[0] ?? ''}`
}

async function measure(file: Blob): Promise<{ width: number; height: number }> {
  const url = URL.createObjectURL(file)
  try {
    const image = new Image()
    image.src = url
    await Promise.race([
      image.decode(),
      new Promise((_, reject) => setTimeout(reject, MEASURE_MS, new Error('too slow'))),
    ])
    return { width: image.naturalWidth, height: image.naturalHeight }
  } catch {
    // No picture after all, or one that this browser cannot show.
    return { width: 0, height: 0 }
  } finally {
    URL.revokeObjectURL(url)
  }
}
