import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Refusal } from '@parley/protocol'

const derive = promisify(argon2)

/** RFC 9106, section 4, second recommended option; memory in KiB. */
const PARAMETERS = { memory: 65_536, passes: 3, parallelism: 4, tagLength: 32 }

/** Hashes at work at once: each takes 64 MiB and a core for some tens of milliseconds. */
const AT_WORK_MAX = 2
const WAITING_MAX = 100

let atWork = 0
const waiting: (() => void)[] = []

/** Lets few hash at a time, so that a flood of sign-ins takes neither the memory nor the cores. */
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (atWork >= AT_WORK_MAX) {
    if (waiting.length >= WAITING_MAX) {
      throw new Refusal('overloaded', 'Too many people sign in at once. Try again in a moment.', {
        retryAfterMs: 3_000,
      })
    }
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  atWork += 1
  try {
    return await work()
  } finally {
    atWork -= 1
    waiting.shift()?.()
  }
}

/** Hashes a password with Argon2id into the PHC string format, salt and parameters included. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await inTurn(() =>
    derive('argon2id', { ...PARAMETERS, message: password.normalize('NFKC'), nonce }),
  )
  const { memory, passes, parallelism } = PARAMETERS
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${encode(nonce)}$${encode(tag)}`
}

/**
 * Whether the password is the one of the hash. Without a hash it takes the same time and is never
 * right, so that nobody learns which accounts exist.
 */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const parsed = parse(hash ?? NOBODY) ?? parse(NOBODY)
  if (parsed === undefined) return false
  const { parameters, nonce, tag } = parsed
  const derived = await inTurn(() =>
    derive('argon2id', {
      ...parameters,
      tagLength: tag.length,
      message: password.normalize('NFKC'),
      nonce,
    }),
  )
  return timingSafeEqual(derived, tag) && hash !== undefined
}

const NOBODY = `$argon2id$v=19$m=${PARAMETERS.memory},t=${PARAMETERS.passes},p=${PARAMETERS.parallelism}$${encode(Buffer.alloc(16))}$${encode(Buffer.alloc(32))}`

function parse(hash: string) {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash)
  if (match === null) return undefined
  const [memory, passes, parallelism] = match.slice(1, 4).map(Number) as [number, number, number]
  return {
    parameters: { memory, passes, parallelism },
    nonce: Buffer.from(match[4] as string, 'base64'),
    tag: Buffer.from(match[5] as string, 'base64'),
  }
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
