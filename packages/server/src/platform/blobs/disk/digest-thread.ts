import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'

const PIECE_BYTES = 1_048_576

const digest = createHash('sha256')
const handle = openSync(workerData as string, 'r')
const piece = Buffer.allocUnsafe(PIECE_BYTES)
for (;;) {
  const length = readSync(handle, piece)
  if (length === 0) break
  digest.update(piece.subarray(0, length))
}
closeSync(handle)
parentPort?.postMessage(digest.digest('hex'))
