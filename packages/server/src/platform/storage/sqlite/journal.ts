import { closeSync, constants, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { FRAME_HEAD_BYTES, firstChecksum, sealFrame } from './journal-frames.ts'
import { overloaded, storageUnavailable } from './refusals.ts'
import { openSegment, SEGMENT_BYTES, type Segment, writeSegment } from './segment.ts'

/** Steps that may wait for their commit before more are refused. */
const WAITING_STEPS_MAX = 20_000

/** How long what was journaled may stay out of the tables. */
const FOLD_AFTER_MS = 5_000

/** A file that is so full wants the other one to be free soon. */
const HURRY_BYTES = SEGMENT_BYTES / 2

/** How long after a failed fold it is tried again. */
const FOLD_RETRY_MS = 1_000

export interface JournalObserver {
  /** One write to the disk: how many steps it made durable, and how long it took. */
  committed(steps: number, seconds: number): void
  failed(error: Error): void
}

export interface JournalOptions {
  /** Where the two files lie; it is created. */
  folder: string
  /** The memory of the two segments, shared with the thread that folds. */
  memory: readonly [SharedArrayBuffer, SharedArrayBuffer]
  /** Brings a whole generation into the tables; `end` is where its frames end. */
  fold(generation: number, end: number, isHurried: boolean): Promise<void>
  /** The fold under way shall end soon. */
  hurry(): void
  /** A generation is in the tables: nothing in memory needs to stand for it any more. */
  folded(generation: number): void
  observer: JournalObserver
  /** The way to the disk. */
  write?: typeof writeSegment
}

interface Waiting {
  value: unknown
  resolve: (value: never) => void
  reject: (error: Error) => void
  undo: (() => void) | undefined
}

/** What one write makes durable. */
interface Frame {
  segment: Segment
  start: number
  end: number
  waiting: Waiting[]
}

/**
 * The write-ahead log of the conversations: two files of fixed size, used in turn. A step's records
 * are appended and synced together with those of all steps that gathered while the last write ran,
 * which costs little more than the disk itself: nothing is sorted, and no page is written for a
 * few bytes. When a file is full or some seconds old, the other one takes over, and its generation
 * is folded into the tables in one go, sorted, off the event loop.
 *
 * Generations count 1, 2, 3…; generation g stands in file g mod 2. Files are made at their full
 * size, because a sync that need not write a new size is twice as fast.
 */
export function openJournal(options: JournalOptions, foldedGeneration: number) {
  const { folder, memory, observer, write = writeSegment } = options
  mkdirSync(folder, { recursive: true })
  const segments = memory.map((shared, parity) =>
    openSegment(
      join(folder, `${parity}.journal`),
      shared,
      foldedGeneration + 1 + ((foldedGeneration + 1 + parity) % 2),
    ),
  ) as [Segment, Segment]
  // fsync of the folder, so that a new file's name is as durable as what it holds.
  const directory = openSync(folder, constants.O_RDONLY)
  fsyncSync(directory)
  closeSync(directory)

  let current = segments[(foldedGeneration + 1) % 2] as Segment
  const next = other(current)
  const recovered = [current]
  if (next.durableEnd > 0) {
    if (current.durableEnd === 0) {
      throw new Error(`The journal in ${folder} is damaged: a part is missing. Restore a backup.`)
    }
    recovered.push(next)
    current = next
  }
  /** The generation that is being folded, or waits for it: the other file is not free. */
  let folding: Segment | undefined
  let isHurried = false

  let frame: Frame = open(current)
  /** A frame of the former file that waits behind the one being written. */
  let former: Frame | undefined
  let writing: Frame | undefined
  let isScheduled = false
  let isClosed = false
  let oldTimer: NodeJS.Timeout | undefined
  let retryTimer: NodeJS.Timeout | undefined
  let onFolded: (() => void) | undefined

  function other(segment: Segment): Segment {
    return segment === segments[0] ? segments[1] : segments[0]
  }

  function open(segment: Segment, start = segment.durableEnd): Frame {
    return { segment, start, end: start + FRAME_HEAD_BYTES, waiting: [] }
  }

  function isEmpty({ start, end, waiting }: Frame): boolean {
    return end === start + FRAME_HEAD_BYTES && waiting.length === 0
  }

  /** The other file takes over. It must be free. */
  function rotate(): void {
    clearTimeout(oldTimer)
    oldTimer = undefined
    const full = frame
    const segment = other(full.segment)
    segment.generation = full.segment.generation + 1
    segment.durableEnd = 0
    segment.checksum = firstChecksum(segment.generation)
    folding = full.segment
    current = segment
    frame = open(segment)
    if (!isEmpty(full)) former = full
    if (former === undefined && writing === undefined) fold()
    else schedule()
  }

  function rotateSoon(): void {
    oldTimer ??= setTimeout(() => {
      oldTimer = undefined
      if (folding === undefined && frame.end > FRAME_HEAD_BYTES) rotate()
    }, FOLD_AFTER_MS)
  }

  function fold(): void {
    const segment = folding as Segment
    options.fold(segment.generation, segment.durableEnd, isHurried).then(
      () => {
        options.folded(segment.generation)
        folding = undefined
        isHurried = isClosed
        onFolded?.()
        if (frame.end > FRAME_HEAD_BYTES) rotateSoon()
      },
      (error: Error) => {
        observer.failed(error)
        if (isClosed) onFolded?.()
        else {
          retryTimer = setTimeout(() => {
            retryTimer = undefined
            fold()
          }, FOLD_RETRY_MS)
        }
      },
    )
  }

  function hurry(): void {
    if (isHurried) return
    isHurried = true
    options.hurry()
  }

  function schedule(): void {
    if (isScheduled || writing !== undefined) return
    isScheduled = true
    // After all that arrived in this turn of the event loop.
    setImmediate(begin)
  }

  function begin(): void {
    isScheduled = false
    if (writing !== undefined) return
    if (former !== undefined) {
      writing = former
      former = undefined
    } else if (isEmpty(frame)) {
      return
    } else {
      writing = frame
      frame = open(
        frame.segment,
        frame.end > frame.start + FRAME_HEAD_BYTES ? frame.end : frame.start,
      )
    }
    const { segment, start, end } = writing
    const startedAt = performance.now()
    if (end === start + FRAME_HEAD_BYTES) {
      // Only somebody who waits for what was written before.
      done(startedAt, segment.checksum)
      return
    }
    const checksum = sealFrame(segment.bytes, start, end, segment.checksum)
    write(segment, start, end, (error) => {
      if (error === null) done(startedAt, checksum)
      else fail(error)
    })
  }

  function done(startedAt: number, checksum: number): void {
    const { segment, start, end, waiting } = writing as Frame
    writing = undefined
    if (end > start + FRAME_HEAD_BYTES) {
      segment.durableEnd = end
      segment.checksum = checksum
      rotateSoon()
    }
    // The next write runs while this one's outcomes are handed out.
    begin()
    if (
      segment === folding &&
      former === undefined &&
      (writing as Frame | undefined)?.segment !== segment
    )
      fold()
    observer.committed(waiting.length, (performance.now() - startedAt) / 1_000)
    for (const { resolve, value } of waiting) resolve(value as never)
  }

  /** Nothing that was gathered stands: takes it all back, the newest first. */
  function fail(cause: Error): void {
    const broken = writing as Frame
    const lost = [broken, former, frame].flatMap((one) => one?.waiting ?? [])
    if (frame.segment !== broken.segment) {
      // The file that took over has nothing yet: it is free again.
      folding = undefined
    }
    current = broken.segment
    writing = undefined
    former = undefined
    frame = open(current)
    for (const { undo } of lost.toReversed()) undo?.()
    for (const { reject } of lost) reject(storageUnavailable(cause))
    observer.failed(cause)
  }

  return {
    /** Generations that were not folded before the last end, oldest first, with where they end. */
    recovered: recovered.map(({ generation, durableEnd }) => ({ generation, end: durableEnd })),

    /** The memory of a generation, for as long as it was not folded. */
    bytesOf: (generation: number): Buffer => (segments[generation % 2] as Segment).bytes,

    /** Takes over what was recovered, once the tables can be written. */
    start(): void {
      const [oldest, newest] = recovered
      if (newest !== undefined) {
        folding = oldest
        fold()
      }
      if (current.durableEnd > 0) rotateSoon()
    },

    /** Where the next step's records go; they may take so many bytes. */
    reserve(bytesMax: number): { bytes: Buffer; at: number; generation: number } {
      if (isClosed) throw storageUnavailable(new Error('the storage was closed'))
      if (frame.waiting.length >= WAITING_STEPS_MAX) throw overloaded()
      if (frame.end + bytesMax > SEGMENT_BYTES) {
        if (folding !== undefined) throw overloaded()
        rotate()
      }
      if (folding !== undefined && frame.end > HURRY_BYTES) hurry()
      return { bytes: frame.segment.bytes, at: frame.end, generation: frame.segment.generation }
    },

    /**
     * Makes what was written from the reserved place up to `end` one step. Resolves with the value
     * when it is on disk. Rejects with `storage_unavailable`, after `undo`, when it is not.
     */
    commit<Value>(end: number, value: Value, undo: () => void): Promise<Value> {
      frame.end = end
      schedule()
      return new Promise<Value>((resolve, reject) => {
        frame.waiting.push({ value, resolve, reject, undo })
      })
    },

    /** Resolves when all that was committed before is on disk. */
    settled(): Promise<void> | undefined {
      if (writing === undefined && former === undefined && isEmpty(frame)) return undefined
      schedule()
      return new Promise<void>((resolve, reject) => {
        frame.waiting.push({ value: undefined, resolve, reject, undo: undefined })
      })
    },

    get waitingSteps(): number {
      return (writing?.waiting.length ?? 0) + (former?.waiting.length ?? 0) + frame.waiting.length
    },

    /** Writes and folds what is there, as far as possible, and closes the files. */
    async close(): Promise<void> {
      isClosed = true
      hurry()
      await this.settled()?.catch(() => {})
      clearTimeout(oldTimer)
      clearTimeout(retryTimer)
      const afterFold = (begin: () => void) =>
        new Promise<void>((resolve) => {
          onFolded = resolve
          begin()
        })
      if (folding !== undefined) await afterFold(() => retryTimer !== undefined && fold())
      if (folding === undefined && current.durableEnd > 0) await afterFold(rotate)
      clearTimeout(oldTimer)
      for (const { file } of segments) closeSync(file)
    },
  }
}

export type Journal = ReturnType<typeof openJournal>
