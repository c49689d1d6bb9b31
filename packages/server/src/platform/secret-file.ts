import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const SECRET_BYTES = 32

/** The secret that a file holds; made at random the first time, for the file's owner alone. */
export function openSecret(file: string): Uint8Array {
  try {
    const secret = readFileSync(file)
    if (secret.length === SECRET_BYTES) return secret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secret = randomBytes(SECRET_BYTES)
  mkdirSync(dirname(file), { recursive: true })
  // Under another name first, so that a crash never leaves half of it.
  writeFileSync(`${file}.new`, secret, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
  return secret
}
