import type { ChannelFiles } from '@parley/protocol/rest'
import type { FileFacts } from '../conversations/index.ts'
import type { FileDraft, Part, Preview, StoredBytes, UploadKey } from './types.ts'

/**
 * Whole files, each content once, and which upload brought them. A file's `id` is the SHA-256 of
 * its content in hex. What an upload brought stays until it is removed or swept; content goes with
 * the last upload that brought it.
 *
 * Every step resolves when it is on disk, and rejects with `storage_unavailable` when nothing was
 * stored. Every implementation must pass `describeFileStore` in `file-store.conformance.ts`.
 */
export interface FileStore {
  /**
   * Stores a small file that came whole. The same key again stores nothing and brings back the
   * file of the first time. `bytes` must stay as they are until this resolves.
   */
  keep(file: NewFile & { bytes: Uint8Array }): Promise<FileFacts>

  /** The same for a part that is whole, whose digest has been computed; the part is taken over. */
  adopt(file: NewFile & { id: string; path: string }): Promise<FileFacts>

  find(key: UploadKey): Promise<FileFacts | undefined>

  /**
   * Says that a message needs the file: it is not swept any more. `isFirst` when it was not said
   * before. Undefined when there is no such file. When the process is killed before this resolves,
   * the file is kept all the same.
   */
  claim(key: UploadKey): Promise<{ file: FileFacts; isFirst: boolean } | undefined>

  /** Takes a claim back, because the message was refused. */
  release(key: UploadKey): Promise<void>

  /** Forgets an upload that nobody claimed; its content goes when no other upload brought it too. */
  remove(key: UploadKey): Promise<void>

  read(id: string): Promise<StoredBytes | undefined>
  readPreview(id: string): Promise<Uint8Array | undefined>

  /** Removes at most `max` unclaimed uploads from before `createdBefore`; resolves with how many. */
  sweepUnclaimed(createdBefore: number, max: number): Promise<number>

  /** Removes content that no upload knows, as a crash leaves it, last touched before then. */
  sweepStrays(touchedBefore: number): Promise<number>

  /** Bytes of all content, previews left out. */
  readonly totalBytes: number
}

/** A file on its way into the store, with its preview if it has one. */
export interface NewFile {
  key: UploadKey
  draft: FileDraft
  preview: Uint8Array | undefined
  createdAt: number
}

/**
 * Files that come in pieces. An acked offset has been synced, and survives the process and the
 * machine. Steps on one part are carried out in the order of the calls.
 */
export interface PartStore {
  /** The part of this key, or a new and empty one with this name and size. */
  begin(key: UploadKey, name: string, size: number): Promise<Part>
  find(key: UploadKey): Promise<Part | undefined>

  /** Appends; `offset` must be where the part ends. Resolves with the new offset. */
  append(key: UploadKey, offset: number, bytes: Uint8Array): Promise<number>

  /** The first bytes, at most `length` of them. */
  head(key: UploadKey, length: number): Promise<Uint8Array>

  /** The SHA-256 of the whole part in hex, computed beside the event loop, and where it lies. */
  digest(key: UploadKey): Promise<{ id: string; path: string }>
  remove(key: UploadKey): Promise<void>

  /** Removes parts to which nothing came since then; resolves with how many. */
  sweep(touchedBefore: number): Promise<number>
}

/**
 * Makes small pictures, beside the event loop. Undefined when the bytes are no whole picture, or
 * one too large to be unpacked safely. Never rejects.
 */
export type Previews = (source: Uint8Array | { path: string }) => Promise<Preview | undefined>

/** What the room tells of itself, for metrics. */
export interface FilesObserver {
  uploaded(kind: string, bytes: number): void
  previewed(isMade: boolean): void
  downloaded(bytes: number): void
  swept(files: number): void
  failed(error: unknown, reference: string): void
}

export interface FilesOptions {
  sizeMax: number
  /** 0: no bound but the disk's. */
  totalBytesMax: number
  uploadsPerSessionMax: number
  visitorBytesPerHourMax: number
}

export interface FilesPorts {
  store: FileStore
  parts: PartStore
  previews: Previews
  /** What a channel lets its visitors send. */
  channelFiles: (channelId: string) => Promise<ChannelFiles | undefined>
  /** Signs links; at least 32 bytes. */
  secret: Uint8Array
  observer: FilesObserver
  options: FilesOptions
  now: () => number
}
