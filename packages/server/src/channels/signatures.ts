import { randomBytes } from 'node:crypto'
import { Refusal } from '@parley/protocol'
import type { ChannelSecret, NewChannelSecret } from '@parley/protocol/rest'
import { errors, jwtVerify } from 'jose'
import type { Secrets } from '../platform/secrets/index.ts'
import type { ChannelPorts } from './channels.ts'

/** What a page's server has signed of its visitor. */
export interface SignedVisitor {
  /** How the site calls this person. */
  id: string
  email: string | undefined
  name: string | undefined
  /** Epoch milliseconds: from then on it proves nothing. */
  until: number
}

export interface SignaturePorts extends ChannelPorts {
  secrets: Secrets
  /** Contacts that had proved who they are have not any more. */
  revoked(): void
}

/** One that signs and one that is on its way out. */
const SECRETS_MAX = 2
const SECRET_BYTES = 32
const TOKEN_LENGTH_MAX = 4_000
const ID_LENGTH_MAX = 200
/** What a page may show in its source for longer is no proof of who looks at it. */
const DAYS_MAX = 7
/** Clocks of two machines are seldom the same. */
const CLOCK_SECONDS = 60

/**
 * Proofs of who a visitor is: JSON Web Tokens (RFC 7519) with HS256, by a secret that the channel
 * and the page's server share. `sub` and `exp` must be there; `email` and `name` may.
 */
export function createSignatures({ storage, secrets, now, newId, revoked }: SignaturePorts) {
  const { db } = storage
  const ownerOf = (workspaceId: string, id: string) => ({
    workspaceId,
    purpose: `channel secret ${id}`,
  })

  const rowsOf = (workspaceId: string, channelId: string) =>
    db
      .selectFrom('channelSecrets')
      .selectAll()
      .where('workspaceId', '=', workspaceId)
      .where('channelId', '=', channelId)
      .orderBy('createdAt', 'desc')
      .execute()

  return {
    /** The channel's secrets without what is secret, newest first. */
    list: async (workspaceId: string, channelId: string): Promise<ChannelSecret[]> =>
      (await rowsOf(workspaceId, channelId)).map(({ id, createdAt }) => ({ id, createdAt })),

    /** Makes a secret, which is told this once. @throws {Refusal} `conflict` when there are two. */
    async create(workspaceId: string, channelId: string): Promise<NewChannelSecret> {
      if ((await rowsOf(workspaceId, channelId)).length >= SECRETS_MAX) {
        throw new Refusal('conflict', 'The channel has two secrets. Delete the old one first.')
      }
      const [id, createdAt] = [newId(), now()]
      const secret = randomBytes(SECRET_BYTES).toString('base64url')
      const sealedSecret = secrets.seal(ownerOf(workspaceId, id), secret)
      const row = { id, workspaceId, channelId, sealedSecret, createdAt }
      await db.insertInto('channelSecrets').values(row).execute()
      return { id, createdAt, secret }
    },

    /**
     * Deletes a secret. All proofs of the channel end: it may have been stolen. What the other one
     * signs proves again with a visitor's next page.
     */
    async remove(workspaceId: string, channelId: string, id: string): Promise<void> {
      await storage.atomically([
        {
          query: db
            .deleteFrom('channelSecrets')
            .where('workspaceId', '=', workspaceId)
            .where('channelId', '=', channelId)
            .where('id', '=', id),
        },
        {
          query: db
            .updateTable('contacts')
            .set({ signedUntil: 0 })
            .where('workspaceId', '=', workspaceId)
            .where('channelId', '=', channelId)
            .where('signedUntil', '>', now()),
        },
      ])
      revoked()
    },

    /** @throws {Refusal} `not_allowed`, with what is wrong for who sets it up. */
    async verify(workspaceId: string, channelId: string, token: string): Promise<SignedVisitor> {
      if (token.length > TOKEN_LENGTH_MAX) throw refusal('is too long')
      const rows = await rowsOf(workspaceId, channelId)
      if (rows.length === 0) throw refusal('came, but the channel has no secret')
      for (const { id, sealedSecret } of rows) {
        const key = Buffer.from(secrets.open(ownerOf(workspaceId, id), sealedSecret))
        try {
          const { payload } = await jwtVerify(token, key, {
            algorithms: ['HS256'],
            requiredClaims: ['sub', 'exp'],
            clockTolerance: CLOCK_SECONDS,
            currentDate: new Date(now()),
          })
          return toVisitor(payload, now())
        } catch (error) {
          // The other secret may have signed it.
          if (error instanceof errors.JWSSignatureVerificationFailed) continue
          if (error instanceof errors.JWTExpired) throw refusal('has expired')
          if (error instanceof errors.JWTClaimValidationFailed)
            throw refusal(`has a bad ${error.claim}`)
          if (error instanceof errors.JOSEError) throw refusal('is no JWT that HS256 has signed')
          throw error
        }
      }
      throw refusal('was signed by another secret')
    },
  }
}

export type Signatures = ReturnType<typeof createSignatures>

function toVisitor(
  {
    sub = '',
    exp = 0,
    email,
    name,
  }: { sub?: string; exp?: number; email?: unknown; name?: unknown },
  now: number,
): SignedVisitor {
  if (sub === '' || sub.length > ID_LENGTH_MAX) {
    throw refusal(`has a sub of ${sub.length} characters, not 1 to ${ID_LENGTH_MAX}`)
  }
  const until = exp * 1_000
  if (until > now + DAYS_MAX * 86_400_000) {
    throw refusal(`is good for more than ${DAYS_MAX} days`)
  }
  return {
    id: sub,
    email: typeof email === 'string' ? email.trim().toLowerCase() : undefined,
    name: typeof name === 'string' ? name : undefined,
    until,
  }
}

function refusal(why: string): Refusal {
  return new Refusal('not_allowed', `The visitor's token ${why}. Nothing was taken from it.`)
}
