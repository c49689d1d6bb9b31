import type { Connection, Uploads } from '@parley/client'
import { type ReadonlySignal, signal } from '@preact/signals'
import type { openFiles } from '../files/index.tsx'

/** Everything that has to do with files and is loaded when the first one comes up. */
export type FileDesk = ReturnType<typeof openFiles>

/** The way to the part of the widget that loads later. */
export interface Files {
  /** What an outbox needs; it loads the rest when there is a file to send. */
  uploads: Pick<Uploads, 'add' | 'send' | 'forget'>
  /** Undefined until it is loaded. */
  desk: ReadonlySignal<FileDesk | undefined>
  load(): Promise<FileDesk>
}

/** How long after a failed try the part is asked for again. */
const RETRY_MS = 3_000

export function createFiles(
  connection: Connection,
  importPart: () => Promise<{ openFiles: typeof openFiles }>,
): Files {
  const desk = signal<FileDesk | undefined>(undefined)
  let loading: Promise<FileDesk> | undefined

  async function tryLoad(): Promise<FileDesk> {
    for (;;) {
      try {
        const part = await importPart()
        desk.value = part.openFiles(connection)
        return desk.value
      } catch {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
  }

  function load(): Promise<FileDesk> {
    loading ??= tryLoad()
    return loading
  }

  return {
    uploads: {
      add: (clientId, bytes) => void load().then(({ uploads }) => uploads.add(clientId, bytes)),
      send: async (...upload) => (await load()).uploads.send(...upload),
      forget: (...file) => void load().then(({ uploads }) => uploads.forget(...file)),
    },
    desk,
    load,
  }
}
