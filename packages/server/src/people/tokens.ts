import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, safe in a URL. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * What is stored instead of a token. A token is random, so a plain digest cannot be guessed back,
 * and looking the digest up tells nothing by its timing.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
