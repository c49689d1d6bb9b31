import { parentPort, workerData } from 'node:worker_threads'
import { decodeText } from './decode.ts'
import { readDocument } from './document.ts'
import { readFaqFile } from './faq-file.ts'
import { readGraphFile } from './graph-file.ts'
import type { ReadReply, ReadTask } from './reader.ts'
import { readSitemap } from './sitemap.ts'

// Reads one file and ends: a file that hangs or fills the memory takes only this thread along.
const { task, bytes } = workerData as { task: ReadTask; bytes: Uint8Array }

async function read(buffer: Buffer): Promise<unknown> {
  switch (task.kind) {
    case 'document':
      return readDocument(task.name, buffer, task.base)
    case 'faq':
      return readFaqFile(task.format, decodeText(buffer), task.locale)
    case 'graph':
      return readGraphFile(task.format, decodeText(buffer), task.source)
    case 'sitemap':
      return readSitemap(buffer)
  }
}

const reply: ReadReply = await read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)).then(
  (value) => ({ ok: true as const, value }),
  (error: Error) => ({
    ok: false as const,
    isExpected: error.name === 'Unreadable',
    message: error.message,
  }),
)
parentPort?.postMessage(reply)
