import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openSecret } from '../secret-file.ts'

/** What a sealed value belongs to. It opens for the same again, and for nothing else. */
export interface SecretOwner {
  workspaceId: string
  /** What it is for, with the id of the thing: "engine 018f…". */
  purpose: string
}

/** A value that cannot be opened: changed, of another owner, or sealed under a key that is gone. */
export class SecretError extends Error {
  override readonly name = 'SecretError'
}

/** Keys of engines and the like, as the database may hold them. */
export interface Secrets {
  /** The value, encrypted under the newest key. The same value is sealed differently each time. */
  seal(owner: SecretOwner, value: string): string
  /** @throws {SecretError} always with the same message, which says nothing of why. */
  open(owner: SecretOwner, sealed: string): string
  /** Whether an older key seals it: open it and seal it anew, and the old key can go. */
  isStale(sealed: string): boolean
  /** Makes a new key, which seals from now on. Older ones still open what they sealed. */
  rotate(): void
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * AES-256-GCM under keys that lie in a folder beside the database, one file each, numbered: who has
 * only a copy of the database can open nothing. The first key is made when there is none. Nonces
 * are random, so a key is good for some 4 billion values (NIST SP 800-38D, 8.3).
 */
export function openSecrets(folder: string): Secrets {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const keys = new Map<number, Uint8Array>()
  const load = (id: number) => keys.set(id, openSecret(join(folder, `${id}.key`)))
  for (const file of readdirSync(folder)) {
    const id = /^(\d+)\.key$/.exec(file)?.[1]
    if (id !== undefined) load(Number(id))
  }
  if (keys.size === 0) load(1)
  const newest = () => Math.max(...keys.keys())

  return {
    seal(owner, value) {
      const id = newest()
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', keys.get(id) as Uint8Array, nonce)
      cipher.setAAD(bound(id, owner))
      const sealed = Buffer.concat([
        nonce,
        cipher.update(value),
        cipher.final(),
        cipher.getAuthTag(),
      ])
      return `v1.${id}.${sealed.toString('base64url')}`
    },
    open(owner, sealed) {
      try {
        const { id, bytes } = parse(sealed)
        const decipher = createDecipheriv(
          'aes-256-gcm',
          keys.get(id) as Uint8Array,
          bytes.subarray(0, NONCE_BYTES),
          { authTagLength: TAG_BYTES },
        )
        decipher.setAAD(bound(id, owner))
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
        const encrypted = bytes.subarray(NONCE_BYTES, -TAG_BYTES)
        return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString()
      } catch {
        // Why it failed would help only who tries values.
        throw new SecretError('A stored key cannot be opened. Enter it again.')
      }
    },
    isStale: (sealed) => !sealed.startsWith(`v1.${newest()}.`),
    rotate: () => void load(newest() + 1),
  }
}

function parse(sealed: string): { id: number; bytes: Buffer } {
  const [, id = '', encoded = ''] = /^v1\.(\d+)\.([\w-]+)$/.exec(sealed) ?? []
  const bytes = Buffer.from(encoded, 'base64url')
  // Decoders skip what they do not know; one spelling alone is ours.
  if (bytes.toString('base64url') !== encoded) throw new RangeError('not sealed here')
  return { id: Number(id), bytes }
}

/** Ties a value to its key's number and owner; as JSON, no two owners read the same. */
function bound(id: number, { workspaceId, purpose }: SecretOwner): Buffer {
  return Buffer.from(JSON.stringify(['parley', id, workspaceId, purpose]))
}
