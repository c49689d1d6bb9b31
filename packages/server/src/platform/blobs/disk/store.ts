import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileStore, PartStore } from '../../../files/index.ts'
import { type CommitObserver, openCommitQueue } from './commit-queue.ts'
import { openDiskParts } from './parts.ts'

export interface DiskFiles extends AsyncDisposable {
  store: FileStore
  parts: PartStore
}

/**
 * Files in a folder: small ones, and what is told of all of them, in `blobs.db`, by group commit;
 * large ones in files of their own below `blobs/`, named by their content; those under way in
 * `parts/`. All of it must lie on one disk, because parts are renamed into place.
 */
export async function openDiskFiles(folder: string, observer: CommitObserver): Promise<DiskFiles> {
  const blobs = join(folder, 'blobs')
  await mkdir(blobs, { recursive: true })
  const parts = await openDiskParts(join(folder, 'parts'))
  const queue = await openCommitQueue(join(folder, 'blobs.db'), blobs, observer)

  const store: FileStore = {
    keep: (file) => queue.submit({ kind: 'keep', ...file }),
    adopt: (file) => queue.submit({ kind: 'adopt', ...file }),
    find: (key) => queue.submit({ kind: 'find', key }),
    claim: (key) => queue.submit({ kind: 'claim', key }),
    release: (key) => queue.submit({ kind: 'release', key }),
    remove: (key) => queue.submit({ kind: 'remove', key }),
    read: (id) => queue.submit({ kind: 'read', id }),
    readPreview: (id) => queue.submit({ kind: 'read_preview', id }),
    sweepUnclaimed: (createdBefore, max) =>
      queue.submit({ kind: 'sweep_unclaimed', createdBefore, max }),
    async sweepStrays(touchedBefore) {
      let removed = 0
      for (let number = 0; number < 256; number += 1) {
        const within = number.toString(16).padStart(2, '0')
        removed += await queue.submit({ kind: 'sweep_strays', folder: within, touchedBefore })
      }
      return removed
    },
    get totalBytes() {
      return queue.totalBytes
    },
  }
  return { store, parts, [Symbol.asyncDispose]: () => queue.close() }
}
