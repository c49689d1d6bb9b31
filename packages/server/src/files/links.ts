import { createHmac, timingSafeEqual } from 'node:crypto'
import { inlineTypes } from './kinds.ts'

/** Links change so often and live at most twice as long, in milliseconds. */
const LINK_MS = 3_600_000

const VERSION = 1
const PAYLOAD_BYTES = 38
const SIGNATURE_BYTES = 32
const token = /^[\w-]{94}$/

/** What is served for one file: the file itself, or its small picture. */
export type LinkPart = 'file' | 'preview'

export interface LinkTarget {
  id: string
  part: LinkPart
  /** Empty: as a download that nothing opens in place. */
  inlineType: string
}

/** When links that are made now expire. Within an hour it stays the same, and so do the links. */
export function linkExpiry(now: number): number {
  return (Math.floor(now / LINK_MS) + 2) * LINK_MS
}

/**
 * The path under which whoever has it can load a file until it expires. The name is signed with it,
 * so that nobody makes a link of ours that calls a file something else.
 */
export function signLink(
  secret: Uint8Array,
  { id, part, inlineType }: LinkTarget,
  name: string,
  expiresAt: number,
): string {
  const payload = Buffer.alloc(PAYLOAD_BYTES)
  payload[0] = VERSION
  payload[1] = inlineTypes.indexOf(inlineType) + 1
  payload.writeUInt32BE(expiresAt / 1_000, 2)
  payload.write(id, 6, 'hex')
  payload[1] |= part === 'preview' ? 0x80 : 0
  const signed = Buffer.concat([payload, signatureOf(secret, payload, name)])
  return `/files/${signed.toString('base64url')}/${encodeURIComponent(name)}`
}

/** What a link leads to, or undefined when it is forged, expired or of another name. */
export function verifyLink(
  secret: Uint8Array,
  linkToken: string,
  name: string,
  now: number,
): (LinkTarget & { expiresAt: number }) | undefined {
  if (!token.test(linkToken)) return undefined
  const bytes = Buffer.from(linkToken, 'base64url')
  const payload = bytes.subarray(0, PAYLOAD_BYTES)
  const signature = bytes.subarray(PAYLOAD_BYTES)
  if (signature.length !== SIGNATURE_BYTES) return undefined
  if (!timingSafeEqual(signature, signatureOf(secret, payload, name))) return undefined
  const expiresAt = payload.readUInt32BE(2) * 1_000
  if (payload[0] !== VERSION || expiresAt <= now) return undefined
  const what = payload[1] ?? 0
  return {
    id: payload.toString('hex', 6),
    part: (what & 0x80) === 0 ? 'file' : 'preview',
    inlineType: inlineTypes[(what & 0x7f) - 1] ?? '',
    expiresAt,
  }
}

function signatureOf(secret: Uint8Array, payload: Buffer, name: string): Buffer {
  return createHmac('sha256', secret).update(payload).update(name).digest()
}
