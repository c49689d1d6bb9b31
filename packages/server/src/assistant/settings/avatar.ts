import { Refusal } from '@parley/protocol'
import { readPicture } from '../../files/index.ts'

const SIDE_MAX = 256

/**
 * Every visitor's page shows it, so it is what it says to be, and small.
 *
 * @throws {Refusal} `bad_input`
 */
export function checkAvatar(avatar: string): void {
  if (avatar === '') return
  const [, mediaType = '', base64 = ''] = /^data:([^;]*);base64,(.*)$/.exec(avatar) ?? []
  const picture = readPicture(Buffer.from(base64, 'base64'))
  if (picture === undefined || picture.mediaType !== mediaType || !picture.isWhole) {
    throw new Refusal('bad_input', 'The avatar is no whole picture of the type that it names.')
  }
  if (picture.width > SIDE_MAX || picture.height > SIDE_MAX) {
    throw new Refusal('bad_input', `An avatar has at most ${SIDE_MAX} pixels a side. Shrink it.`)
  }
}
