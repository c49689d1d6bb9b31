import {
  type ClientBody,
  FileKind,
  type Message,
  Refusal,
  type ServerBody,
  UPLOAD_CHUNK_BYTES_MAX,
  UPLOAD_FIRST_BYTES_MAX,
} from '@parley/protocol'

interface Upload {
  name: string
  size: number
  bytes: Uint8Array
  offset: number
}

/** What docs/protocol.md says of files, in memory. */
export interface ModelFiles {
  readonly uploads: ReadonlyMap<string, Upload>
  /** Undefined when the request is not about files. */
  answer(body: ClientBody): ServerBody | undefined
  /** @throws {Refusal} `file_missing` */
  claim(clientId: string): Message['content']
  /** As after a day in which nothing was posted. */
  forget(clientId: string): void
}

/** A content by which a message shows whether its file came whole. */
export function digestOf(bytes: Uint8Array): string {
  let sum = bytes.length
  for (const byte of bytes) sum = (sum * 31 + byte) % 4_294_967_291
  return String(sum)
}

export function createModelFiles(): ModelFiles {
  const uploads = new Map<string, Upload>()

  function state({ offset, size, name, bytes }: Upload): ServerBody {
    const file = offset < size ? undefined : fileOf(name, bytes)
    return { $case: 'uploadState', value: { offset, file } }
  }

  function append(upload: Upload, offset: number, bytes: Uint8Array): void {
    if (offset > upload.offset || offset + bytes.length > upload.size) {
      throw new Refusal('upload_mismatch', `go on at ${upload.offset}`)
    }
    upload.bytes.set(bytes, offset)
    upload.offset = Math.max(upload.offset, offset + bytes.length)
  }

  return {
    uploads,
    answer(body) {
      switch (body.$case) {
        case 'beginUpload': {
          const { clientId, name, size, bytes } = body.value
          if (bytes.length > UPLOAD_FIRST_BYTES_MAX) throw new Refusal('bad_input', 'too many')
          const known = uploads.get(clientId)
          const upload = known ?? { name, size, bytes: new Uint8Array(size), offset: 0 }
          if (upload.size !== size) throw new Refusal('upload_mismatch', 'another size')
          uploads.set(clientId, upload)
          append(upload, 0, bytes)
          return state(upload)
        }
        case 'uploadChunk': {
          const { clientId, offset, bytes } = body.value
          const upload = uploads.get(clientId)
          if (upload === undefined) throw new Refusal('file_missing', 'begin first')
          if (bytes.length > UPLOAD_CHUNK_BYTES_MAX) throw new Refusal('bad_input', 'too many')
          append(upload, offset, bytes)
          return state(upload)
        }
        case 'cancelUpload':
          uploads.delete(body.value.clientId)
          return { $case: 'done', value: {} }
        case 'fetchFileLinks': {
          const { conversationId, seqs } = body.value
          const links = seqs.map((seq) => ({ seq, url: `/files/${seq}`, previewUrl: '' }))
          return { $case: 'fileLinks', value: { conversationId, links, expiresAt: 5_400_000 } }
        }
        default:
          return undefined
      }
    },
    claim(clientId) {
      const upload = uploads.get(clientId)
      if (upload === undefined || upload.offset < upload.size) {
        throw new Refusal('file_missing', 'it is not whole')
      }
      return { $case: 'file', value: fileOf(upload.name, upload.bytes) }
    },
    forget: (clientId) => uploads.delete(clientId),
  }
}

function fileOf(name: string, bytes: Uint8Array) {
  return {
    name,
    mediaType: 'application/octet-stream',
    size: bytes.length,
    kind: FileKind.OTHER,
    width: 0,
    height: 0,
    hasPreview: false,
    id: digestOf(bytes),
  }
}
