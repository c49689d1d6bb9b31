import { closeSync, constants, fsyncSync, openSync, readSync, write, writeSync } from 'node:fs'
import { findEnd } from './journal-frames.ts'

/** The size of one of the journal's two files, and of the memory that mirrors it. */
export const SEGMENT_BYTES = 16_777_216

/** What the disk writes at least. */
const BLOCK_BYTES = 4_096

const WASM_PAGE_BYTES = 65_536

/** The part of the runtime that the types of Node leave out. */
declare const WebAssembly: {
  Memory: new (size: {
    initial: number
    maximum: number
    shared: true
  }) => {
    buffer: SharedArrayBuffer
  }
}

/** One file of the journal, mirrored byte by byte in memory. */
export interface Segment {
  readonly bytes: Buffer
  readonly file: number
  generation: number
  /** Where the last frame that is on disk ends, and its checksum. */
  durableEnd: number
  checksum: number
}

/**
 * Memory for one segment that threads can share. It starts at a page, which writing past the page
 * cache needs; of all memory a program can ask for here, only WebAssembly's is sure to.
 */
export function createSegmentMemory(): SharedArrayBuffer {
  const pages = SEGMENT_BYTES / WASM_PAGE_BYTES
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }).buffer
}

/**
 * Opens one file of the journal, makes it at its full size, and finds what it holds of the
 * generation. A file of full size is synced twice as fast as one that grows.
 */
export function openSegment(path: string, memory: SharedArrayBuffer, generation: number): Segment {
  const bytes = Buffer.from(memory)
  const file = openDirect(path, bytes)
  const { end, checksum } = findEnd(bytes, generation)
  return { bytes, file, generation, durableEnd: end, checksum }
}

/** Makes the bytes from `start` to `end` durable: calls back when they are on disk. */
export function writeSegment(
  { file, bytes }: Segment,
  start: number,
  end: number,
  then: (error: Error | null) => void,
): void {
  // Whole blocks. What stands in the first one before `start` is written again as it is.
  const from = start - (start % BLOCK_BYTES)
  const to = end + ((BLOCK_BYTES - (end % BLOCK_BYTES)) % BLOCK_BYTES)
  const goOn = (at: number): void => {
    write(file, bytes, at, to - at, at, (error, written) => {
      if (error !== null) then(error)
      else if (at + written < to) goOn(at + written)
      else then(null)
    })
  }
  goOn(from)
}

/**
 * Opens the file so that each write returns when it is on disk, past the page cache where the file
 * system can do that; it takes an eighth of the processor time off.
 */
function openDirect(path: string, bytes: Buffer): number {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_DSYNC
  if (constants.O_DIRECT !== undefined) {
    let file: number | undefined
    try {
      file = openSync(path, flags | constants.O_DIRECT)
      fill(file, bytes)
      return file
    } catch (error) {
      if (file !== undefined) closeSync(file)
      if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error
    }
  }
  const file = openSync(path, flags)
  fill(file, bytes)
  return file
}

/** Reads the file into memory; what it is short of is written. */
function fill(file: number, bytes: Buffer): void {
  let at = 0
  for (;;) {
    const read = readSync(file, bytes, at, SEGMENT_BYTES - at, at)
    at += read
    if (at === SEGMENT_BYTES) return
    if (read === 0) break
  }
  at -= at % BLOCK_BYTES
  while (at < SEGMENT_BYTES) at += writeSync(file, bytes, at, SEGMENT_BYTES - at, at)
  fsyncSync(file)
}
