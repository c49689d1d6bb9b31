import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '@parley/protocol'
import type { Part, PartStore, UploadKey } from '../../../files/index.ts'
import { digestFile } from './digest.ts'
import { onDisk } from './failures.ts'

/**
 * Files that come in pieces, in a folder: for each one a file of bytes that grows, and beside it a
 * note of what it is to become. How far a part is, its length says; so nothing else has to be
 * written for each piece.
 */
export async function openDiskParts(folder: string): Promise<PartStore> {
  await mkdir(folder, { recursive: true })
  const turns = new Map<string, Promise<unknown>>()

  /** One step on a part at a time, in the order of the calls. */
  function inTurn<Result>(
    part: UploadKey | string,
    work: (name: string) => Promise<Result>,
  ): Promise<Result> {
    const name = typeof part === 'string' ? part : nameOf(part)
    const turn = (turns.get(name) ?? Promise.resolve()).then(
      () => onDisk(() => work(name)),
      () => onDisk(() => work(name)),
    )
    turns.set(name, turn)
    const done = () => {
      if (turns.get(name) === turn) turns.delete(name)
    }
    turn.then(done, done)
    return turn
  }

  const bytesOf = (name: string) => join(folder, `${name}.part`)
  const noteOf = (name: string) => join(folder, `${name}.json`)

  async function load(name: string): Promise<Part | undefined> {
    const note = parseNote((await ifThere(readFile(noteOf(name), 'utf8'))) ?? '')
    if (note === undefined) return undefined
    const offset = (await ifThere(stat(bytesOf(name))))?.size ?? 0
    return { ...note, offset }
  }

  async function removeByName(name: string): Promise<void> {
    await rm(noteOf(name), { force: true })
    await rm(bytesOf(name), { force: true })
  }

  return {
    begin: (key, fileName, size) =>
      inTurn(key, async (name) => {
        const known = await load(name)
        if (known !== undefined) return known
        const part = { key, name: fileName, size }
        // What a removed part of the same key left behind must not count.
        await rm(bytesOf(name), { force: true })
        await using note = await open(noteOf(name), 'w', 0o600)
        await note.writeFile(JSON.stringify(part))
        await note.datasync()
        await using bytes = await open(bytesOf(name), 'a', 0o600)
        await bytes.datasync()
        await using within = await open(folder)
        await within.sync()
        return { ...part, offset: 0 }
      }),

    find: (key) => inTurn(key, load),

    append: (key, offset, bytes) =>
      inTurn(key, async (name) => {
        await using handle = await openPart(bytesOf(name))
        const { size } = await handle.stat()
        if (offset !== size) {
          throw new Refusal(
            'upload_mismatch',
            `The bytes are for offset ${offset}; ${size} bytes are here. Go on at ${size}.`,
          )
        }
        try {
          const { bytesWritten } = await handle.write(bytes, 0, bytes.length, offset)
          if (bytesWritten < bytes.length) throw new Error('the disk took only some of the bytes')
          await handle.datasync()
        } catch (error) {
          // Half a piece must not count as received.
          await handle.truncate(size).catch(() => {})
          throw error
        }
        return offset + bytes.length
      }),

    head: (key, length) =>
      inTurn(key, async (name) => {
        await using handle = await openPart(bytesOf(name))
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, 0)
        return buffer.subarray(0, bytesRead)
      }),

    digest: (key) =>
      inTurn(key, async (name) => ({ id: await digestFile(bytesOf(name)), path: bytesOf(name) })),

    remove: (key) => inTurn(key, removeByName),

    async sweep(touchedBefore) {
      const names = new Set((await readdir(folder)).map((file) => file.replace(/\.\w+$/, '')))
      let removed = 0
      for (const name of names) {
        removed += await inTurn(name, async () => {
          const touched =
            (await ifThere(stat(bytesOf(name)))) ?? (await ifThere(stat(noteOf(name))))
          if (touched === undefined || touched.mtimeMs >= touchedBefore) return 0
          await removeByName(name)
          return 1
        })
      }
      return removed
    },
  }
}

/** A crash may leave half a note, of a part that was not acked: it is none. */
function parseNote(note: string): Omit<Part, 'offset'> | undefined {
  try {
    return JSON.parse(note)
  } catch {
    return undefined
  }
}

/** A name that fits every disk and tells nothing: authors and client_ids are not ours to spell. */
function nameOf({ workspaceId, authorId, clientId }: UploadKey): string {
  return createHash('sha256').update(`${workspaceId}/${authorId}/${clientId}`).digest('hex')
}

async function openPart(path: string): Promise<FileHandle> {
  const handle = await ifThere(open(path, 'r+'))
  if (handle !== undefined) return handle
  throw new Refusal('file_missing', 'There is no such upload. Begin it again.')
}

/** What the disk gives, or undefined when there is no such file. */
async function ifThere<Value>(work: Promise<Value>): Promise<Value | undefined> {
  try {
    return await work
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
