/** Larger files are not kept: browsers give a page of another site little room. */
const KEPT_BYTES_MAX = 64 * 1024 * 1024

/** What nobody asked for so long is thrown away, in milliseconds. */
const KEPT_MS = 7 * 86_400_000

const STORE = 'files'

interface Kept {
  bytes: Blob
  keptAt: number
}

/**
 * Keeps the bytes of unsent files in the browser's IndexedDB, so that an upload goes on after a
 * reload. Where that is blocked or full, and for very large files, they live as long as the page.
 */
export function indexedDbFiles(name: string) {
  let opening: Promise<IDBDatabase> | undefined

  function open(): Promise<IDBDatabase> {
    opening ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(STORE)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    }).then(async (database) => {
      await run(database, (store) => {
        store.openCursor().onsuccess = throwAwayOld
      })
      return database
    })
    return opening
  }

  /** Resolves once it is carried out; where the browser will not, with undefined. */
  async function attempt<Result>(
    work: (store: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result | undefined> {
    try {
      let request: IDBRequest<Result> | undefined
      await run(await open(), (store) => {
        request = work(store)
      })
      return request?.result
    } catch {
      return undefined
    }
  }

  return {
    async keep(clientId: string, bytes: Blob): Promise<void> {
      if (bytes.size > KEPT_BYTES_MAX) return
      const kept: Kept = { bytes, keptAt: Date.now() }
      await attempt((store) => store.put(kept, clientId))
    },
    async find(clientId: string): Promise<Blob | undefined> {
      const kept: Kept | undefined = await attempt((store) => store.get(clientId))
      return kept?.bytes
    },
    async forget(clientId: string): Promise<void> {
      await attempt((store) => store.delete(clientId))
    },
  }
}

function run(database: IDBDatabase, work: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, 'readwrite')
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
    work(transaction.objectStore(STORE))
  })
}

function throwAwayOld(this: IDBRequest<IDBCursorWithValue | null>): void {
  const cursor = this.result
  if (cursor === null) return
  if ((cursor.value as Kept).keptAt < Date.now() - KEPT_MS) cursor.delete()
  cursor.continue()
}
