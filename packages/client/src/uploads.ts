import {
  Refusal,
  refusals,
  type ServerBodyOf,
  UPLOAD_CHUNK_BYTES_MAX,
  UPLOAD_FIRST_BYTES_MAX,
} from '@parley/protocol'
import type { Connection } from './connection.ts'
import { defaultEnvironment, type Environment } from './socket.ts'

/** The bytes of a file, read piece by piece. A browser's `Blob` and `File` are such. */
export interface FileBytes {
  readonly size: number
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** Where the bytes of unsent files outlive the page. No call rejects. */
export interface FileStorage {
  keep(clientId: string, bytes: FileBytes): Promise<void>
  find(clientId: string): Promise<FileBytes | undefined>
  forget(clientId: string): Promise<void>
}

/** The bytes of a file cannot be read any more: the page was reloaded, or the file has changed. */
export class FileGone extends Error {
  override readonly name = 'FileGone'
}

/** Brings files to the server before their messages are posted. */
export interface Uploads {
  /** Hands over the bytes of a file that is to be sent. */
  add(clientId: string, bytes: FileBytes): void
  /**
   * Resolves once the file stands whole on the server. Goes on by itself after every loss of the
   * connection, where the last acked byte was. `tell` hears how many bytes are on disk.
   *
   * Rejects with `Refusal` when the server will not take it, with `FileGone`, and with the signal's
   * reason once it is aborted.
   */
  send(
    file: { clientId: string; name: string; size: number },
    tell: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<void>
  /** The bytes are needed no longer. One that was not posted is forgotten by the server, too. */
  forget(clientId: string, isPosted: boolean): void
  /** The bytes of a file that is being sent, or was one of the last; for a picture of it. */
  bytesOf(clientId: string): FileBytes | undefined
  close(): void
}

/** Pieces of all uploads together that are unanswered: more would hold up what people type. */
const IN_FLIGHT_MAX = 2

/** Uploads at once; the others wait. The server allows some more for each connection. */
const UPLOADS_MAX = 3

/** Pieces grow and shrink between these bounds, so that each takes about half a second. */
const PIECE_BYTES_MIN = 16_384
const PIECE_MS_SHORT = 300
const PIECE_MS_LONG = 1_200

/** How long after an answer of no use the same upload goes on. */
const RETRY_MS = 2_000

/** How often in a row an upload may begin anew because the server knows of another state. */
const RESTARTS_MAX = 5

/** Sent files whose bytes are remembered for their pictures. */
const REMEMBERED_MAX = 20

type State = ServerBodyOf<'uploadState'>

/** Uploads over the connection that is there; see "Files" in docs/protocol.md. */
export function createUploads(options: {
  connection: Connection
  storage?: FileStorage
  environment?: Environment
}): Uploads {
  const { connection, storage } = options
  const environment = options.environment ?? defaultEnvironment
  const { now } = environment
  const known = new Map<string, FileBytes>()
  const sent: string[] = []
  const places = createPlaces(UPLOADS_MAX)
  const flights = createPlaces(IN_FLIGHT_MAX)
  let pieceBytes = PIECE_BYTES_MIN * 4

  async function read(bytes: FileBytes, start: number, end: number): Promise<Uint8Array> {
    try {
      return new Uint8Array(await bytes.slice(start, end).arrayBuffer())
    } catch {
      throw new FileGone('The file can no longer be read.')
    }
  }

  async function begin(
    file: { clientId: string; name: string; size: number },
    bytes: FileBytes | undefined,
    isNew: boolean,
  ): Promise<State> {
    const isSmall = file.size <= UPLOAD_FIRST_BYTES_MAX
    const head = bytes !== undefined && (isNew || isSmall) ? UPLOAD_FIRST_BYTES_MAX : 0
    const first =
      bytes === undefined || head === 0
        ? new Uint8Array()
        : await read(bytes, 0, Math.min(head, file.size))
    return connection.request(
      { $case: 'beginUpload', value: { ...file, bytes: first } },
      'uploadState',
    )
  }

  /** Sends what follows `from`, two pieces ahead, until the file is whole. */
  async function sendPieces(
    { clientId, size }: { clientId: string; size: number },
    bytes: FileBytes,
    from: number,
    tell: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const flying = new Set<Promise<void>>()
    let failure: unknown
    let isWhole = false
    for (let offset = from; offset < size; ) {
      const leave = await flights.enter()
      if (failure !== undefined || signal.aborted) {
        leave()
        break
      }
      const start = offset
      const end = Math.min(size, start + pieceBytes)
      offset = end
      const flight = sendPiece(clientId, bytes, start, end)
        .then((state) => {
          isWhole ||= state.file !== undefined
          tell(state.offset)
        })
        .catch((error: unknown) => {
          failure ??= error
        })
        .finally(() => {
          leave()
          flying.delete(flight)
        })
      flying.add(flight)
    }
    await Promise.all(flying)
    signal.throwIfAborted()
    if (failure !== undefined) throw failure
    if (!isWhole) throw new Refusal('upload_mismatch', 'The file is not whole on the server.')
  }

  async function sendPiece(clientId: string, bytes: FileBytes, start: number, end: number) {
    const piece = await read(bytes, start, end)
    const sentAt = now()
    try {
      const state = await connection.request(
        { $case: 'uploadChunk', value: { clientId, offset: start, bytes: piece } },
        'uploadState',
      )
      const tookMs = now() - sentAt
      if (tookMs > PIECE_MS_LONG) pieceBytes = Math.max(PIECE_BYTES_MIN, pieceBytes / 2)
      if (tookMs < PIECE_MS_SHORT) pieceBytes = Math.min(UPLOAD_CHUNK_BYTES_MAX, pieceBytes * 2)
      return state
    } catch (error) {
      if (!(error instanceof Refusal)) pieceBytes = PIECE_BYTES_MIN
      throw error
    }
  }

  async function upload(
    file: { clientId: string; name: string; size: number },
    tell: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const bytes = known.get(file.clientId) ?? (await storage?.find(file.clientId))
    if (bytes !== undefined) known.set(file.clientId, bytes)
    let acked = 0
    for (let restarts = 0; ; ) {
      signal.throwIfAborted()
      try {
        const state = await begin(file, bytes, acked === 0)
        signal.throwIfAborted()
        // Another tab may be sending it, too: as long as it grows, all is well.
        if (state.offset > acked) restarts = 0
        acked = state.offset
        tell(acked)
        if (state.file !== undefined) return
        // The server knows a part of it, and nobody has the rest.
        if (bytes === undefined) throw new FileGone('The file was not sent before the page went.')
        await sendPieces(file, bytes, acked, tell, signal)
        return
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof FileGone) throw error
        const isSettled = error instanceof Refusal && refusals[error.reason].retry === 'never'
        if (isSettled && !isOutOfStep(error)) throw error
        restarts = isSettled ? restarts + 1 : 0
        if (restarts > RESTARTS_MAX) throw error
        await pause(isSettled ? 0 : waitAfter(error), signal)
      }
    }
  }

  /** Waits so long, and at least until the connection stands; a reconnect ends it at once. */
  function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const isOnline = connection.status.state === 'online'
      const timer = isOnline ? environment.setTimer(end, ms) : undefined
      const unsubscribe = connection.subscribe((event) => {
        if (event.type === 'status_changed' && event.status.state === 'online') end()
      })
      function end(): void {
        environment.clearTimer(timer)
        unsubscribe()
        signal.removeEventListener('abort', end)
        resolve()
      }
      signal.addEventListener('abort', end)
    })
  }

  return {
    add(clientId, bytes) {
      known.set(clientId, bytes)
      void storage?.keep(clientId, bytes)
    },
    async send(file, tell, signal) {
      const leave = await places.enter()
      try {
        await upload(file, tell, signal)
      } finally {
        leave()
      }
    },
    forget(clientId, isPosted) {
      void storage?.forget(clientId)
      if (isPosted) {
        sent.push(clientId)
        if (sent.length > REMEMBERED_MAX) known.delete(sent.shift() ?? '')
        return
      }
      known.delete(clientId)
      connection
        .request({ $case: 'cancelUpload', value: { clientId } }, 'done')
        // Not told: the server forgets by itself what is never posted.
        .catch(() => {})
    },
    bytesOf: (clientId) => known.get(clientId),
    close() {
      known.clear()
    },
  }
}

/** Whether beginning anew tells where to go on. */
function isOutOfStep({ reason }: Refusal): boolean {
  return reason === 'upload_mismatch' || reason === 'file_missing'
}

function waitAfter(error: unknown): number {
  return (error instanceof Refusal && error.retryAfterMs) || RETRY_MS
}

/** So many places, given away in the order of asking; who has one calls what it was given to leave. */
function createPlaces(count: number) {
  const waiting: (() => void)[] = []
  let free = count
  const leave = () => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return {
    enter(): Promise<() => void> {
      if (free > 0) {
        free -= 1
        return Promise.resolve(once(leave))
      }
      return new Promise((resolve) => waiting.push(() => resolve(once(leave))))
    },
  }
}

function once(run: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) run()
    isDone = true
  }
}
