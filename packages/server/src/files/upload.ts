import { Refusal, UPLOAD_CHUNK_BYTES_MAX, UPLOAD_FIRST_BYTES_MAX } from '@parley/protocol'
import { checkClientId, type FileFacts } from '../conversations/index.ts'
import { HEAD_BYTES, recogniseType } from './kinds.ts'
import {
  type Allowed,
  allowedFor,
  checkKind,
  checkRoom,
  checkSize,
  type createAllowance,
  takePlace,
  type Uploader,
} from './limits.ts'
import { cleanName } from './names.ts'
import { readPicture } from './pictures.ts'
import type { FilesPorts } from './ports.ts'
import { type FileDraft, isOwnPreview, type Part, type UploadKey } from './types.ts'

/** How far an upload is; `file` is set once it is whole. */
export interface UploadState {
  offset: number
  file?: FileFacts
}

export interface UploadPorts extends FilesPorts {
  allowance: ReturnType<typeof createAllowance>
  /** Parts that are being made files, so that two connections do not do it at once. */
  completing: Map<string, Promise<UploadState>>
}

/**
 * Begins an upload, or says how far it is: the same `clientId` again, by whichever connection, goes
 * on where the last acked byte was. A file of at most UPLOAD_FIRST_BYTES_MAX comes whole in
 * `bytes` and stands when this resolves.
 *
 * @throws {Refusal} `bad_input`, `not_allowed`, `file_empty`, `file_too_large`,
 * `file_type_not_allowed`, `too_many_uploads`, `upload_mismatch` (another size than the first
 * time), `storage_unavailable`; nothing is stored.
 */
export async function beginUpload(
  ports: UploadPorts,
  uploader: Uploader,
  upload: { clientId: string; name: string; size: number; bytes: Uint8Array },
): Promise<UploadState> {
  const { clientId, size, bytes } = upload
  checkClientId(clientId)
  if (bytes.length > Math.min(size, UPLOAD_FIRST_BYTES_MAX)) throw tooManyBytes(bytes.length)
  const allowed = await allowedFor(ports, uploader)
  checkSize(size, allowed)
  takePlace(uploader, clientId, ports.options)
  let isUnderWay = false
  try {
    const key = keyOf(uploader, clientId)
    const name = cleanName(upload.name)
    const state =
      bytes.length === size
        ? await keepWhole(ports, uploader, key, allowed, { name, bytes })
        : await beginPart(ports, uploader, key, allowed, { name, size, bytes })
    isUnderWay = state.file === undefined
    return state
  } finally {
    if (!isUnderWay) uploader.underWay.delete(clientId)
  }
}

async function keepWhole(
  ports: UploadPorts,
  uploader: Uploader,
  key: UploadKey,
  allowed: Allowed,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<UploadState> {
  const type = await recogniseType(bytes, name)
  checkKind(type.kind, allowed)
  checkRoom(ports, bytes.length)
  ports.allowance.take(uploader, bytes.length)
  try {
    const plain = { ...type, name, size: bytes.length, width: 0, height: 0, hasPreview: false }
    const shown = await showPicture(ports, plain, bytes)
    const file = await ports.store.keep({ key, createdAt: ports.now(), bytes, ...shown })
    checkSameSize(file.size, bytes.length)
    ports.observer.uploaded(file.kind, file.size)
    return { offset: file.size, file }
  } catch (error) {
    ports.allowance.giveBack(uploader, bytes.length)
    throw error
  }
}

interface Shown {
  draft: FileDraft
  preview: Uint8Array | undefined
}

/** Gives a picture its size and its preview; one that cannot be shown stays without. */
async function showPicture(
  { previews, observer }: UploadPorts,
  draft: FileDraft,
  source: Uint8Array | { path: string },
): Promise<Shown> {
  if (draft.kind !== 'image') return { draft, preview: undefined }
  // What its own header says is enough for a picture that needs no smaller one.
  const picture = source instanceof Uint8Array ? readPicture(source) : undefined
  if (picture?.isWhole) {
    const { width, height } = picture
    const own = { ...draft, width, height, hasPreview: true }
    if (isOwnPreview(own)) return { draft: own, preview: undefined }
  }
  const preview = await previews(source)
  observer.previewed(preview !== undefined)
  if (preview === undefined) return { draft, preview }
  const { width, height, bytes } = preview
  const shown = { ...draft, width, height, hasPreview: true }
  return { draft: shown, preview: isOwnPreview(shown) ? undefined : bytes }
}

async function beginPart(
  ports: UploadPorts,
  uploader: Uploader,
  key: UploadKey,
  allowed: Allowed,
  { name, size, bytes }: { name: string; size: number; bytes: Uint8Array },
): Promise<UploadState> {
  const [whole, known] = await Promise.all([ports.store.find(key), ports.parts.find(key)])
  if (whole !== undefined) {
    checkSameSize(whole.size, size)
    return { offset: whole.size, file: whole }
  }
  if (known !== undefined) {
    checkSameSize(known.size, size)
    return goOn(ports, uploader, known)
  }
  if (bytes.length > 0) {
    const { kind } = await recogniseType(bytes, name)
    checkKind(kind, allowed)
  }
  checkRoom(ports, size)
  ports.allowance.take(uploader, size)
  try {
    const part = await ports.parts.begin(key, name, size)
    if (bytes.length === 0 || part.offset > 0) return { offset: part.offset }
    return { offset: await ports.parts.append(key, 0, bytes) }
  } catch (error) {
    ports.allowance.giveBack(uploader, size)
    throw error
  }
}

/**
 * Takes the next bytes of an upload; the last ones make it whole. Resolves when they are on disk.
 *
 * @throws {Refusal} `file_missing` (not begun, or removed), `upload_mismatch` (with the right
 * offset), `file_type_not_allowed` (the whole is refused and removed), `bad_input`,
 * `storage_unavailable`
 */
export async function takeChunk(
  ports: UploadPorts,
  uploader: Uploader,
  { clientId, offset, bytes }: { clientId: string; offset: number; bytes: Uint8Array },
): Promise<UploadState> {
  if (bytes.length === 0 || bytes.length > UPLOAD_CHUNK_BYTES_MAX) throw tooManyBytes(bytes.length)
  const key = keyOf(uploader, clientId)
  const part = await ports.parts.find(key)
  if (part === undefined) {
    // The chunk may be a repeated one of a file that is whole by now.
    const whole = await ports.store.find(key)
    if (whole === undefined) throw fileMissing()
    return { offset: whole.size, file: whole }
  }
  if (offset + bytes.length > part.size) {
    throw new Refusal(
      'upload_mismatch',
      `The bytes end at ${offset + bytes.length}; the file was to have ${part.size}. Begin it anew under another client_id.`,
    )
  }
  const end = await ports.parts.append(key, offset, bytes)
  return end < part.size ? { offset: end } : goOn(ports, uploader, { ...part, offset: end })
}

/** Says how far a part is, and makes the file of one that is whole. */
async function goOn(ports: UploadPorts, uploader: Uploader, part: Part): Promise<UploadState> {
  if (part.offset < part.size) return { offset: part.offset }
  const name = `${part.key.authorId}/${part.key.clientId}`
  const running = ports.completing.get(name)
  if (running !== undefined) return running
  const completion = complete(ports, uploader, part).finally(() => ports.completing.delete(name))
  ports.completing.set(name, completion)
  return completion
}

async function complete(
  ports: UploadPorts,
  uploader: Uploader,
  { key, name, size }: Part,
): Promise<UploadState> {
  const type = await recogniseType(await ports.parts.head(key, HEAD_BYTES), name)
  try {
    checkKind(type.kind, await allowedFor(ports, uploader))
  } catch (error) {
    await ports.parts.remove(key)
    uploader.underWay.delete(key.clientId)
    throw error
  }
  const { id, path } = await ports.parts.digest(key)
  const plain = { ...type, name, size, width: 0, height: 0, hasPreview: false }
  const shown = await showPicture(ports, plain, { path })
  const file = await ports.store.adopt({ key, id, path, createdAt: ports.now(), ...shown })
  await ports.parts.remove(key)
  uploader.underWay.delete(key.clientId)
  ports.observer.uploaded(file.kind, size)
  return { offset: size, file }
}

/** Forgets an upload that was not posted; one that is not known is forgotten already. */
export async function cancelUpload(
  ports: UploadPorts,
  uploader: Uploader,
  clientId: string,
): Promise<void> {
  const key = keyOf(uploader, clientId)
  uploader.underWay.delete(clientId)
  await Promise.all([ports.parts.remove(key), ports.store.remove(key)])
}

export function keyOf({ workspaceId, authorId }: Uploader, clientId: string): UploadKey {
  return { workspaceId, authorId, clientId }
}

export function fileMissing(): Refusal {
  return new Refusal(
    'file_missing',
    'There is no such upload that is whole. Begin it again with the same client_id.',
  )
}

function checkSameSize(known: number, size: number): void {
  if (known === size) return
  throw new Refusal(
    'upload_mismatch',
    `This upload began with ${known} bytes, not ${size}. Use another client_id for another file.`,
  )
}

function tooManyBytes(found: number): Refusal {
  return new Refusal(
    'bad_input',
    `${found} bytes came; 1 to ${UPLOAD_CHUNK_BYTES_MAX} go into a chunk, and at most ${UPLOAD_FIRST_BYTES_MAX} of the file into its beginning.`,
  )
}
