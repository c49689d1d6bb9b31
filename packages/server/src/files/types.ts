import { UPLOAD_FIRST_BYTES_MAX } from '@parley/protocol'
import type { FileFacts } from '../conversations/index.ts'

/** A picture up to this width and height that is small as a file is its own preview, in pixels. */
const OWN_PREVIEW_PIXELS = 2_048

/**
 * Names an upload: it belongs to the message that it will become, so its id is the `client_id`
 * that the message's author chose.
 */
export interface UploadKey {
  workspaceId: string
  authorId: string
  clientId: string
}

/** What is known of a file's content before its digest, which becomes its `id`. */
export type FileDraft = Omit<FileFacts, 'id'>

/** Whether a picture is so small that another one would only be more to load. */
export function isOwnPreview({ kind, size, width, height }: FileDraft): boolean {
  if (kind !== 'image' || size > UPLOAD_FIRST_BYTES_MAX) return false
  return width > 0 && Math.max(width, height) <= OWN_PREVIEW_PIXELS
}

/** A small picture of a file, as WebP. */
export interface Preview {
  bytes: Uint8Array
  /** Of the file itself, as it is to be shown. */
  width: number
  height: number
}

/** An upload whose end has not come yet. */
export interface Part {
  key: UploadKey
  name: string
  /** Of the whole file, in bytes. */
  size: number
  /** So many bytes are on disk. */
  offset: number
}

/** The bytes of a stored file: at hand when it is small, else in a file of their own. */
export type StoredBytes =
  | { kind: 'memory'; size: number; bytes: Uint8Array }
  | { kind: 'file'; size: number; path: string }
