import { parentPort, workerData } from 'node:worker_threads'
import { LRUCache } from 'lru-cache'
import { nearest, type VectorBlock } from './vector-scan.ts'
import type { VectorReply, VectorRequest } from './vectors.ts'

// Keeps the vectors of the workspaces that were searched last and compares them beside the event
// loop: ten thousand of a thousand numbers take some 10 ms.
const port = parentPort
if (port === null) throw new Error('vector-thread.ts runs as a worker thread')

const workspaces = new LRUCache<string, Map<string, VectorBlock>>({
  maxSize: workerData.bytesMax as number,
  sizeCalculation: sizeOf,
})

function sizeOf(blocks: Map<string, VectorBlock>): number {
  let bytes = 64
  for (const { vectors } of blocks.values()) bytes += vectors.byteLength + 64
  return bytes
}

port.on('message', (request: VectorRequest) => {
  switch (request.kind) {
    case 'fill': {
      const reply: VectorReply = { id: request.id, isKnown: true, found: [] }
      workspaces.set(request.workspaceId, new Map(request.blocks))
      port.postMessage(reply)
      return
    }
    case 'forget':
      workspaces.delete(request.workspaceId)
      return
    case 'find': {
      const blocks = workspaces.get(request.workspaceId)
      const found = blocks ? nearest(blocks.values(), request.query, request.limit) : []
      const reply: VectorReply = { id: request.id, isKnown: blocks !== undefined, found }
      port.postMessage(reply)
      return
    }
    case 'close':
      port.close()
      return
  }
})
