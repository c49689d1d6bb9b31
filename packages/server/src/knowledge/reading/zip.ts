import { inflateRawSync } from 'node:zlib'
import { unreadable } from './unreadable.ts'

/** Entries of an archive that are looked at. */
const ENTRIES_MAX = 5_000
const END_BYTES = 22
const COMMENT_BYTES_MAX = 65_535

/**
 * One file out of a zip archive, or undefined when it has none of that name. Never unpacks more than
 * `bytesMax`, whatever the archive says of itself (PKWARE APPNOTE 4.3).
 *
 * @throws {Unreadable} when it is no archive, or the file is larger.
 */
export function unzip(archive: Buffer, name: string, bytesMax: number): Buffer | undefined {
  let at = centralDirectory(archive)
  for (let entry = 0; entry < ENTRIES_MAX && at + 46 <= archive.length; entry += 1) {
    if (archive.readUInt32LE(at) !== 0x02014b50) break
    const nameLength = archive.readUInt16LE(at + 28)
    const next =
      at + 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
    if (archive.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      return unpack(archive, at, bytesMax)
    }
    at = next
  }
  return undefined
}

function centralDirectory(archive: Buffer): number {
  const from = Math.max(0, archive.length - END_BYTES - COMMENT_BYTES_MAX)
  for (let at = archive.length - END_BYTES; at >= from; at -= 1) {
    if (archive.readUInt32LE(at) === 0x06054b50) return archive.readUInt32LE(at + 16)
  }
  throw unreadable('The file is damaged: it has no table of contents.')
}

function unpack(archive: Buffer, entry: number, bytesMax: number): Buffer {
  const method = archive.readUInt16LE(entry + 10)
  const size = archive.readUInt32LE(entry + 20)
  const header = archive.readUInt32LE(entry + 42)
  if (header + 30 > archive.length) throw unreadable('The file is damaged.')
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28)
  const packed = archive.subarray(start, start + size)
  if (method === 0) return packed.subarray(0, bytesMax)
  if (method !== 8) throw unreadable('The file is packed in a way that is not supported.')
  try {
    return inflateRawSync(packed, { maxOutputLength: bytesMax })
  } catch {
    throw unreadable('The file is damaged, or holds too much text.')
  }
}
