import { createHash } from 'node:crypto'
import { Refusal } from '@parley/protocol'
import { readPicture } from '../../files/index.ts'

const SIDE_MAX = 256

/** A picture as it is served. */
export interface Avatar {
  mediaType: string
  bytes: Uint8Array
}

/** The picture of a data URL; undefined of an empty one. */
export function readAvatar(avatar: string): Avatar | undefined {
  const [, mediaType, base64] = /^data:([^;]*);base64,(.*)$/.exec(avatar) ?? []
  if (mediaType === undefined || base64 === undefined) return undefined
  return { mediaType, bytes: Buffer.from(base64, 'base64') }
}

/** Tells a picture from another one in an address, so that browsers may keep it for ever. */
export function markOf(avatar: string): string {
  return createHash('sha256').update(avatar).digest('base64url').slice(0, 12)
}

/**
 * Every visitor's page shows it, so it is what it says to be, and small.
 *
 * @throws {Refusal} `bad_input`
 */
export function checkAvatar(avatar: string): void {
  if (avatar === '') return
  const read = readAvatar(avatar)
  const picture = read && readPicture(read.bytes)
  if (picture === undefined || picture.mediaType !== read?.mediaType || !picture.isWhole) {
    throw new Refusal('bad_input', 'The avatar is no whole picture of the type that it names.')
  }
  if (picture.width > SIDE_MAX || picture.height > SIDE_MAX) {
    throw new Refusal('bad_input', `An avatar has at most ${SIDE_MAX} pixels a side. Shrink it.`)
  }
}
