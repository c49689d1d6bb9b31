import { constants, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A log's name in its folder. */
export const LOG_FILE = 'log'

/**
 * Written before the start, so that a sync has no new blocks to note and takes a third of the time.
 * Past it the file grows with each write.
 */
const AHEAD_BYTES = 128 * 1_048_576

/** In small steps: the kernel counts what a later write touches in pieces as large as these. */
const AHEAD_STEP_BYTES = 4_096

const GROUP_BYTES_FIRST = 1_048_576

/**
 * An appended log with a group commit and no timer: what arrives in one turn of the event loop goes
 * with one write. `onSynced` gets those frames when the disk has them; the bytes are good only
 * during the call.
 *
 * It waits for the disk on the spot: what arrives meanwhile waits in the sockets and makes the next
 * group larger, which costs less than a second thread.
 */
export function openLog(folder: string, onSynced: (bytes: Buffer, used: number) => void) {
  const path = join(folder, LOG_FILE)
  writeAhead(path)
  // A write returns when the data is on disk, as if followed by fdatasync.
  const file = openSync(path, constants.O_WRONLY | constants.O_DSYNC)
  let position = 0
  let group = Buffer.allocUnsafe(GROUP_BYTES_FIRST)
  let used = 0

  function commit(): void {
    for (let at = 0; at < used; ) at += writeSync(file, group, at, used - at, position + at)
    position += used
    onSynced(group, used)
    used = 0
  }

  return {
    /** Takes so many bytes from there on: one frame. */
    append(frame: Buffer, from: number, length: number): void {
      if (used === 0) setImmediate(commit)
      if (used + length > group.length) group = Buffer.concat([group, group])
      frame.copy(group, used, from, from + length)
      used += length
    },
  }
}

function writeAhead(path: string): void {
  const file = openSync(path, 'w')
  const zeros = Buffer.alloc(AHEAD_STEP_BYTES)
  for (let at = 0; at < AHEAD_BYTES; at += zeros.length) writeSync(file, zeros, 0, zeros.length, at)
  fsyncSync(file)
}
