import { gunzipSync } from 'node:zlib'
import { Parser } from 'htmlparser2'
import { decodeText } from './decode.ts'
import { unreadable } from './unreadable.ts'

const XML_BYTES_MAX = 60_000_000

export interface Sitemap {
  pages: string[]
  /** Further sitemaps that this one names. */
  sitemaps: string[]
}

/** What a sitemap names (sitemaps.org 0.9), packed or not. */
export function readSitemap(bytes: Buffer): Sitemap {
  const text = decodeText(bytes[0] === 0x1f && bytes[1] === 0x8b ? unpack(bytes) : bytes)
  const found: Sitemap = { pages: [], sitemaps: [] }
  let list: string[] | undefined
  let location: string | undefined
  const parser = new Parser(
    {
      onopentag(name) {
        if (name === 'url') list = found.pages
        else if (name === 'sitemap') list = found.sitemaps
        else if (name === 'loc') location = ''
      },
      ontext(part) {
        if (location !== undefined) location += part
      },
      onclosetag(name) {
        if (name !== 'loc' || location === undefined) return
        list?.push(location.trim())
        location = undefined
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(text)
  if (found.pages.length + found.sitemaps.length === 0) {
    throw unreadable('This is no sitemap: it names no pages.')
  }
  return found
}

function unpack(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: XML_BYTES_MAX })
  } catch {
    throw unreadable('The sitemap is damaged or too large.')
  }
}
