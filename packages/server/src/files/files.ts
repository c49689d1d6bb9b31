import { LRUCache } from 'lru-cache'
import type { FileFacts } from '../conversations/index.ts'
import { inlineTypes } from './kinds.ts'
import { createAllowance, type Uploader } from './limits.ts'
import { linkExpiry, signLink, verifyLink } from './links.ts'
import type { FilesPorts } from './ports.ts'
import { isOwnPreview, type StoredBytes } from './types.ts'
import {
  beginUpload,
  cancelUpload,
  fileMissing,
  keyOf,
  takeChunk,
  type UploadState,
} from './upload.ts'

/** What a link leads to, ready to be served. */
export interface Download {
  content: StoredBytes
  /** Names the bytes: equal tags are equal bytes. */
  tag: string
  /** Empty: as a download that nothing opens in place. */
  inlineType: string
  expiresInMs: number
}

export interface FileLinks {
  url: string
  /** Empty without a preview. */
  previewUrl: string
}

/** A file that a message may carry. */
export interface Claim {
  file: FileFacts
  /** Resolves when it is on disk that the file stays. */
  kept: Promise<unknown>
  /** Takes the claim back, because the message was refused. */
  release(): Promise<void>
}

/** Uploads remembered for their posts, about 500 bytes each. */
const RECENT_MAX = 10_000
const RECENT_MS = 600_000

/** Files of conversations: how they come in, and how they are loaded by whoever may. */
export function createFiles(ports: FilesPorts) {
  const upload = { ...ports, allowance: createAllowance(ports), completing: new Map() }
  const { store, secret, now, observer } = ports

  async function readPart(target: ReturnType<typeof verifyLink>): Promise<StoredBytes | undefined> {
    if (target === undefined) return undefined
    if (target.part === 'file') return store.read(target.id)
    const bytes = await store.readPreview(target.id)
    return bytes === undefined ? undefined : { kind: 'memory', size: bytes.length, bytes }
  }

  /** Files that came whole a moment ago, so that their posts need not ask for them. */
  const recent = new LRUCache<string, FileFacts>({ max: RECENT_MAX, ttl: RECENT_MS })
  const nameOf = ({ authorId }: Uploader, clientId: string) => `${authorId}/${clientId}`

  /** What is being done for an upload: a post that was sent behind it waits for that. */
  const arriving = new Map<string, Promise<unknown>>()

  async function remember(
    uploader: Uploader,
    clientId: string,
    arrival: Promise<UploadState>,
  ): Promise<UploadState> {
    const name = nameOf(uploader, clientId)
    arriving.set(name, arrival)
    try {
      const state = await arrival
      if (state.file !== undefined) recent.set(name, state.file)
      return state
    } finally {
      if (arriving.get(name) === arrival) arriving.delete(name)
    }
  }

  return {
    begin: (uploader: Uploader, request: Parameters<typeof beginUpload>[2]) =>
      remember(uploader, request.clientId, beginUpload(upload, uploader, request)),
    chunk: (uploader: Uploader, request: Parameters<typeof takeChunk>[2]) =>
      remember(uploader, request.clientId, takeChunk(upload, uploader, request)),
    cancel(uploader: Uploader, clientId: string): Promise<void> {
      recent.delete(nameOf(uploader, clientId))
      return cancelUpload(upload, uploader, clientId)
    },

    /**
     * Hands out the file of an upload for the message that is about to be posted, and keeps it from
     * the sweep from now on. The message may be stored meanwhile, but not acked before `kept`.
     *
     * @throws {Refusal} `file_missing`
     */
    async claim(uploader: Uploader, clientId: string): Promise<Claim> {
      const name = nameOf(uploader, clientId)
      // A refused upload has been answered; here only the file counts that is there or not.
      await arriving.get(name)?.catch(() => {})
      const key = keyOf(uploader, clientId)
      const claiming = store.claim(key)
      const kept = claiming.then((claimed) => {
        if (claimed === undefined) throw fileMissing()
        return claimed
      })
      // Whoever claims awaits it in the end; until then a failure is nobody's.
      kept.catch(() => {})
      const file = recent.get(name) ?? (await kept).file
      return {
        file,
        kept,
        async release() {
          // Another message with the same client_id may stand already, and needs it.
          if ((await kept).isFirst) await store.release(key)
        },
      }
    },

    /** Links to a file that the asker may read, and when they expire. */
    link(file: FileFacts): FileLinks & { expiresAt: number } {
      const { id, name, mediaType, hasPreview } = file
      const expiresAt = linkExpiry(now())
      const inlineType = inlineTypes.includes(mediaType) ? mediaType : ''
      const url = signLink(secret, { id, part: 'file', inlineType }, name, expiresAt)
      if (!hasPreview) return { url, previewUrl: '', expiresAt }
      if (isOwnPreview(file)) return { url, previewUrl: url, expiresAt }
      const preview = { id, part: 'preview', inlineType: 'image/webp' } as const
      return { url, previewUrl: signLink(secret, preview, 'preview.webp', expiresAt), expiresAt }
    },

    /** Follows a link; undefined when it is forged or expired, or the file is gone. */
    async open(linkToken: string, name: string): Promise<Download | undefined> {
      const target = verifyLink(secret, linkToken, name, now())
      const content = await readPart(target)
      if (target === undefined || content === undefined) return undefined
      observer.downloaded(content.size)
      const { id, part, inlineType, expiresAt } = target
      return { content, tag: `${id}-${part}`, inlineType, expiresInMs: expiresAt - now() }
    },
  }
}

export type Files = ReturnType<typeof createFiles>
