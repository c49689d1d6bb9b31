import { crc32 } from 'node:zlib'
import { recordEnd } from './journal-records.ts'

/** Length of what follows, and its checksum: 4 bytes each, little-endian. */
export const FRAME_HEAD_BYTES = 8

/**
 * The checksum that a generation's first frame goes on from. Each frame goes on from the one before
 * it, so what a former generation or a torn write left behind never passes for the next frame.
 */
export function firstChecksum(generation: number): number {
  return crc32(`parley journal ${generation}`)
}

/** Closes the frame whose records stand from `start` + 8 up to `end`; returns its checksum. */
export function sealFrame(bytes: Buffer, start: number, end: number, before: number): number {
  const checksum = crc32(bytes.subarray(start + FRAME_HEAD_BYTES, end), before)
  bytes.writeUInt32LE(end - start - FRAME_HEAD_BYTES, start)
  bytes.writeUInt32LE(checksum, start + 4)
  return checksum
}

/** How far a generation's whole frames reach, and the checksum of the last one. */
export function findEnd(bytes: Buffer, generation: number): { end: number; checksum: number } {
  let end = 0
  let checksum = firstChecksum(generation)
  while (end + FRAME_HEAD_BYTES < bytes.length) {
    const from = end + FRAME_HEAD_BYTES
    const to = from + bytes.readUInt32LE(end)
    if (to === from || to > bytes.length) break
    const found = crc32(bytes.subarray(from, to), checksum)
    if (found !== bytes.readUInt32LE(end + 4)) break
    checksum = found
    end = to
  }
  return { end, checksum }
}

/** Where each record of the frames up to `end` begins. */
export function* recordsIn(bytes: Buffer, end: number): Generator<number> {
  let frame = 0
  while (frame < end) {
    let at = frame + FRAME_HEAD_BYTES
    frame = at + bytes.readUInt32LE(frame)
    while (at < frame) {
      yield at
      at = recordEnd(bytes, at)
    }
  }
}
