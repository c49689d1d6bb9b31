import { FILE_NAME_LENGTH_MAX } from '@parley/protocol'

/** What a file is called whose name has nothing left to show. */
const NAMELESS = 'file'

// Control signs, what separates folders, and signs that turn the direction of writing, by which
// "exe.png" can be made to look like "gnp.exe".
const unwanted = /[\p{Cc}\p{Zl}\p{Zp}\\/\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * A file's name as people may read it and disks may hold it: without folders, control signs and
 * tricks of direction, at most FILE_NAME_LENGTH_MAX long with its extension kept.
 */
export function cleanName(raw: string): string {
  const name = raw
    .toWellFormed()
    .replaceAll(unwanted, '')
    .replace(/^[\s.]+/, '')
    .trim()
  if (name === '') return NAMELESS
  if (name.length <= FILE_NAME_LENGTH_MAX) return name
  const extension = /\.\w{1,10}$/.exec(name)?.[0] ?? ''
  // Cutting may halve a pair of surrogates; then the half goes too.
  const kept = name
    .slice(0, FILE_NAME_LENGTH_MAX - extension.length)
    .replace(/[\ud800-\udbff]$/, '')
  return `${kept}${extension}`
}

/** The extension in lower case, without its dot; empty when there is none. */
export function extensionOf(name: string): string {
  return /\.(\w{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** The header by which a browser shows or saves a file (RFC 6266; the name as RFC 8187 has it). */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`
}
