import { parentPort } from 'node:worker_threads'
import { decodeText } from './decode.ts'
import { readDocument } from './document.ts'
import { readFaqFile } from './faq-file.ts'
import { readGraphFile } from './graph-file.ts'
import type { ReadReply, ReadRequest } from './reader.ts'
import { readSitemap } from './sitemap.ts'

// Reads one file after another. A file that hangs or fills the memory takes only this thread along.
const port = parentPort
if (port === null) throw new Error('reader-thread.ts runs as a worker thread')

async function read({ task, bytes }: ReadRequest): Promise<unknown> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
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

port.on('message', (request: ReadRequest) => {
  const reply = (message: ReadReply) => port.postMessage(message)
  read(request).then(
    (value) => reply({ ok: true, value }),
    (error: Error) =>
      reply({ ok: false, isExpected: error.name === 'Unreadable', message: error.message }),
  )
})
