import { Refusal } from '@parley/protocol'
import { LRUCache } from 'lru-cache'
import type { FileKind } from '../conversations/index.ts'
import type { FilesOptions, FilesPorts } from './ports.ts'

const HOUR_MS = 3_600_000

/** Visitors whose bytes are counted at once, about 100 bytes each. */
const VISITORS_MAX = 100_000

/** Who uploads: through one connection, which may have so many under way. */
export interface Uploader {
  workspaceId: string
  authorId: string
  /** Set for a visitor: the channel says what it may send. */
  channelId: string | undefined
  /** The connection's uploads that are under way, by client_id. */
  underWay: Set<string>
}

/** What one uploader may send. */
export interface Allowed {
  sizeMax: number
  kinds: readonly FileKind[]
}

const anyKind: readonly FileKind[] = ['image', 'audio', 'video', 'document', 'other']

/**
 * What this uploader may send: a visitor what its channel allows, an agent everything.
 *
 * @throws {Refusal} `not_allowed` when the channel takes no files.
 */
export async function allowedFor(
  { channelFiles, options }: FilesPorts,
  { channelId }: Uploader,
): Promise<Allowed> {
  if (channelId === undefined) return { sizeMax: options.sizeMax, kinds: anyKind }
  const files = await channelFiles(channelId)
  if (files?.isOn !== true) {
    throw new Refusal('not_allowed', 'This channel takes no files. Send a text.')
  }
  return { sizeMax: Math.min(files.sizeMax, options.sizeMax), kinds: files.kinds }
}

/** @throws {Refusal} `file_empty`, `file_too_large` */
export function checkSize(size: number, { sizeMax }: Allowed): void {
  if (size <= 0)
    throw new Refusal('file_empty', 'The file is empty. Send one with something in it.')
  if (size <= sizeMax) return
  throw new Refusal(
    'file_too_large',
    `The file has ${size} bytes; at most ${sizeMax} are allowed. Send a smaller one, or a link.`,
  )
}

/** @throws {Refusal} `file_type_not_allowed` */
export function checkKind(kind: FileKind, { kinds }: Allowed): void {
  if (kinds.includes(kind)) return
  throw new Refusal(
    'file_type_not_allowed',
    `By its content the file is of kind "${kind}"; allowed are: ${kinds.join(', ') || 'none'}.`,
  )
}

/** Takes one of the connection's places; @throws {Refusal} `too_many_uploads` */
export function takePlace({ underWay }: Uploader, clientId: string, options: FilesOptions): void {
  if (underWay.has(clientId)) return
  if (underWay.size >= options.uploadsPerSessionMax) {
    throw new Refusal(
      'too_many_uploads',
      `${options.uploadsPerSessionMax} uploads are under way, the most allowed at once. Wait for one to end.`,
    )
  }
  underWay.add(clientId)
}

/** Counts what each visitor sends within an hour from its first byte on. */
export function createAllowance({ options, now }: Pick<FilesPorts, 'options' | 'now'>) {
  const sent = new LRUCache<string, { bytes: number; since: number }>({ max: VISITORS_MAX })
  return {
    /** @throws {Refusal} `too_many_uploads`; then nothing is counted. */
    take({ channelId, authorId }: Uploader, bytes: number): void {
      if (channelId === undefined) return
      const at = now()
      const known = sent.get(authorId)
      const hour =
        known !== undefined && at - known.since < HOUR_MS ? known : { bytes: 0, since: at }
      if (hour.bytes + bytes > options.visitorBytesPerHourMax) {
        throw new Refusal(
          'too_many_uploads',
          `At most ${options.visitorBytesPerHourMax} bytes may be sent within an hour. Try again later.`,
          { retryAfterMs: hour.since + HOUR_MS - at },
        )
      }
      hour.bytes += bytes
      sent.set(authorId, hour)
    },
    /** What was taken was not stored. */
    giveBack({ channelId, authorId }: Uploader, bytes: number): void {
      const hour = channelId === undefined ? undefined : sent.get(authorId)
      if (hour !== undefined) hour.bytes = Math.max(0, hour.bytes - bytes)
    },
  }
}

/** @throws {Refusal} `storage_unavailable` when no more is to be stored. */
export function checkRoom({ store, options }: FilesPorts, bytes: number): void {
  if (options.totalBytesMax === 0 || store.totalBytes + bytes <= options.totalBytesMax) return
  throw new Refusal(
    'storage_unavailable',
    'There is no room for more files here. Tell the administrator: PARLEY_FILES_TOTAL_BYTES_MAX is reached.',
    { retryAfterMs: 60_000 },
  )
}
