import { hash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { FileFacts } from '../../../conversations/index.ts'
import type { UploadKey } from '../../../files/index.ts'
import type { Step, StepResults } from './steps.ts'

interface FileRow {
  id: number
  blob_id: number
  hash: Uint8Array
  facts_json: string
  is_claimed: number
}

const isDigest = /^[0-9a-f]{64}$/

/** Where the content of a large file lies, spread over 256 folders. */
function blobPath(folder: string, id: string): string {
  return join(folder, id.slice(0, 2), id)
}

/**
 * The store's side of its thread: runs inside the transaction that the caller opened. Files of
 * their own are moved in before the commit that tells of them, and removed after the commit that
 * forgets them: so what is told of always lies there.
 */
export function createFileWriter(database: DatabaseSync, folder: string) {
  const insertBlob = database.prepare(
    'insert into blobs (hash, size, bytes) values (?, ?, ?) on conflict do nothing',
  )
  const findBlob = database.prepare('select id, size, bytes from blobs where hash = ?')
  const findBlobId = database.prepare('select id from blobs where hash = ?')
  const insertPreview = database.prepare(
    'insert into previews (blob_id, bytes) values (?, ?) on conflict do nothing',
  )
  const findPreview = database.prepare(
    'select previews.bytes from previews join blobs on blobs.id = blob_id where hash = ?',
  )
  const insertFile = database.prepare(
    `insert into files (blob_id, workspace_id, author_id, client_id, facts_json, is_claimed, created_at)
     values (?, ?, ?, ?, ?, 0, ?)`,
  )
  const findFile = database.prepare(
    `select files.id, blob_id, hash, facts_json, is_claimed from files
     join blobs on blobs.id = blob_id where author_id = ? and client_id = ? and workspace_id = ?`,
  )
  const setClaimed = database.prepare('update files set is_claimed = ? where id = ?')
  const deleteFile = database.prepare('delete from files where id = ? returning blob_id')
  const isUsed = database.prepare('select 1 from files where blob_id = ? limit 1')
  const deleteBlob = database.prepare(
    'delete from blobs where id = ? returning hash, size, bytes is null as is_apart',
  )
  const findUnclaimed = database.prepare(
    'select id from files where is_claimed = 0 and created_at < ? order by created_at limit ?',
  )
  const addTotal = database.prepare('update totals set bytes = bytes + ?')
  const readTotal = database.prepare('select bytes from totals')

  let totalBytes = (readTotal.get() as { bytes: number }).bytes
  let change = 0
  /** Files that the commit forgets. */
  let doomed: string[] = []

  function find({ authorId, clientId, workspaceId }: UploadKey): FileRow | undefined {
    return findFile.get(authorId, clientId, workspaceId) as unknown as FileRow | undefined
  }

  /** The content's row, made with `bytes`, or without them where they lie in a file. */
  function blobOf(digest: Uint8Array, size: number, bytes: Uint8Array | null): number {
    const { changes, lastInsertRowid } = insertBlob.run(digest, size, bytes)
    if (changes === 0) return (findBlobId.get(digest) as { id: number }).id
    change += size
    return Number(lastInsertRowid)
  }

  function add(
    { key, draft, preview, createdAt }: Extract<Step, { kind: 'keep' | 'adopt' }>,
    digest: Uint8Array,
    bytes: Uint8Array | null,
  ): FileFacts {
    const blobId = blobOf(digest, draft.size, bytes)
    if (preview !== undefined) insertPreview.run(blobId, preview)
    const { workspaceId, authorId, clientId } = key
    insertFile.run(blobId, workspaceId, authorId, clientId, JSON.stringify(draft), createdAt)
    return { id: Buffer.from(digest).toString('hex'), ...draft }
  }

  function forget(fileId: number): void {
    const { blob_id: blobId } = deleteFile.get(fileId) as { blob_id: number }
    if (isUsed.get(blobId) !== undefined) return
    const blob = deleteBlob.get(blobId) as { hash: Uint8Array; size: number; is_apart: number }
    change -= blob.size
    if (blob.is_apart === 1) doomed.push(Buffer.from(blob.hash).toString('hex'))
  }

  const steps: {
    [Kind in Step['kind']]: (step: Extract<Step, { kind: Kind }>) => StepResults[Kind]
  } = {
    keep(step) {
      const known = find(step.key)
      return known === undefined
        ? add(step, hash('sha256', step.bytes, 'buffer'), step.bytes)
        : toFacts(known)
    },
    adopt(step) {
      const known = find(step.key)
      if (known !== undefined) return toFacts(known)
      moveIn(step.path, blobPath(folder, step.id))
      return add(step, Buffer.from(step.id, 'hex'), null)
    },
    find(step) {
      const known = find(step.key)
      return known === undefined ? undefined : toFacts(known)
    },
    claim(step) {
      const known = find(step.key)
      if (known === undefined) return undefined
      const isFirst = known.is_claimed === 0
      if (isFirst) setClaimed.run(1, known.id)
      return { file: toFacts(known), isFirst }
    },
    release(step) {
      const known = find(step.key)
      if (known !== undefined) setClaimed.run(0, known.id)
      return undefined
    },
    remove(step) {
      const known = find(step.key)
      if (known?.is_claimed === 0) forget(known.id)
      return undefined
    },
    read({ id }) {
      const blob = findBlob.get(Buffer.from(id, 'hex')) as
        | { size: number; bytes: Uint8Array | null }
        | undefined
      if (blob === undefined) return undefined
      const { size, bytes } = blob
      return bytes === null
        ? { kind: 'file', size, path: blobPath(folder, id) }
        : { kind: 'memory', size, bytes }
    },
    read_preview({ id }) {
      return (findPreview.get(Buffer.from(id, 'hex')) as { bytes: Uint8Array } | undefined)?.bytes
    },
    sweep_unclaimed({ createdBefore, max }) {
      const old = findUnclaimed.all(createdBefore, max) as unknown as { id: number }[]
      for (const { id } of old) forget(id)
      return old.length
    },
    sweep_strays({ folder: name, touchedBefore }) {
      const within = join(folder, name)
      const strays = existsSync(within)
        ? readdirSync(within).filter(
            (id) =>
              isDigest.test(id) &&
              findBlobId.get(Buffer.from(id, 'hex')) === undefined &&
              statSync(join(within, id)).mtimeMs < touchedBefore,
          )
        : []
      doomed.push(...strays)
      return strays.length
    },
  }

  return {
    take<Kind extends Step['kind']>(step: Extract<Step, { kind: Kind }>): StepResults[Kind] {
      return (steps[step.kind] as (one: typeof step) => StepResults[Kind])(step)
    },

    /** The last thing before the commit. */
    settle(): void {
      if (change !== 0) addTotal.run(change)
    },

    /** After the commit: what it forgot goes from the disk. A crash before this leaves a stray. */
    committed(): void {
      for (const id of doomed) rmSync(blobPath(folder, id), { force: true })
      if (doomed.length > 0 || change < 0) database.exec('pragma incremental_vacuum(1000)')
      totalBytes += change
      doomed = []
      change = 0
    },

    rolledBack(): void {
      doomed = []
      change = 0
    },

    get totalBytes() {
      return totalBytes
    },
  }
}

function toFacts({ hash: digest, facts_json: facts }: FileRow): FileFacts {
  return { id: Buffer.from(digest).toString('hex'), ...JSON.parse(facts) }
}

/** Renames a part whose bytes are on disk, and makes the new name durable too. */
function moveIn(from: string, to: string): void {
  const within = dirname(to)
  const isNew = mkdirSync(within, { recursive: true }) !== undefined
  // A step that is tried again finds its part moved already.
  if (existsSync(from)) renameSync(from, to)
  else statSync(to)
  syncFolder(within)
  if (isNew) syncFolder(dirname(within))
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
