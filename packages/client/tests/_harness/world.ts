import { FileKind } from '@parley/protocol'
import {
  type Connection,
  createConnection,
  createOutbox,
  createUploads,
  type FileBytes,
  type FileStorage,
  type Outbox,
  type OutboxStorage,
  type PendingMessage,
  type Uploads,
} from '../../src/index.ts'
import { type Clock, createClock, settle } from './clock.ts'
import { createModelServer, type ModelServer } from './model-server.ts'
import { createNetwork, type Network } from './network.ts'

/** One page, a network that a test moves by hand, and a server that keeps its promises. */
export interface World {
  clock: Clock
  network: Network
  server: ModelServer
  connection: Connection
  outbox: Outbox
  uploads: Uploads
  /** The bytes of unsent files that the page has stored; what is not there is gone with a reload. */
  keptFiles: Map<string, FileBytes>
  /** What the page has stored. */
  stored(): PendingMessage[]
  /** Another tab settles all that is stored. */
  settleStored(): void
  /** Closes the page and opens it again on the same storage. */
  reload(): void
  /** Opens the newest socket and carries frames to and fro until nothing moves. */
  calm(): Promise<void>
  /** Lets the client reconnect and everything come to rest. */
  recover(): Promise<void>
  close(): void
}

/** A file whose every byte tells where it stands. */
export function makeFile(size: number, seed = 1): FileBytes & { readonly all: Uint8Array } {
  const all = Uint8Array.from({ length: size }, (_, at) => (at * 7 + (at >> 8) * seed + seed) % 251)
  return {
    all,
    size,
    slice: (start, end) => ({
      arrayBuffer: async () => all.slice(start, end).buffer as ArrayBuffer,
    }),
  }
}

/** The person sends a file of the name that its size makes. */
export function sendFile(
  { outbox }: World,
  bytes: FileBytes,
  conversationId = 'a',
): PendingMessage {
  const { size } = bytes
  const file = { name: `${size}.bin`, size, kind: FileKind.OTHER, width: 0, height: 0 }
  return outbox.postFile({ conversationId, file, bytes })
}

export function createWorld(): World {
  const clock = createClock()
  const network = createNetwork()
  const server = createModelServer()
  let kept = '[]'
  let lastId = 0
  const storage: OutboxStorage = {
    load: () => JSON.parse(kept),
    save(pending) {
      kept = JSON.stringify(pending)
    },
  }

  const keptFiles = new Map<string, FileBytes>()
  const fileStorage: FileStorage = {
    keep: async (clientId, bytes) => void keptFiles.set(clientId, bytes),
    find: async (clientId) => keptFiles.get(clientId),
    forget: async (clientId) => void keptFiles.delete(clientId),
  }

  function open() {
    const connection = createConnection({
      url: 'ws://parley.example/ws',
      hello: () => ({
        client: 'test',
        locale: 'en',
        credential: { $case: 'visitor', value: { channelId: 'c', visitorToken: '' } },
      }),
      createSocket: network.createSocket,
      environment: clock,
    })
    const createId = () => {
      lastId += 1
      return `id-${lastId}`
    }
    const uploads = createUploads({ connection, storage: fileStorage, environment: clock })
    return {
      connection,
      uploads,
      outbox: createOutbox({ connection, storage, uploads, environment: clock, createId }),
    }
  }

  const world: World = {
    clock,
    network,
    server,
    ...open(),
    keptFiles,
    stored: () => JSON.parse(kept),
    settleStored() {
      kept = '[]'
    },
    reload() {
      world.close()
      network.link.cut()
      Object.assign(world, open())
    },
    async calm() {
      if (!network.link.isOpen) network.link.open()
      for (let still = 0; still < 3; still += 1) {
        await settle()
        while (server.serve(network.link) || network.link.deliver()) still = 0
      }
    },
    async recover() {
      // Refused and failed attempts wait; each round is longer than the longest of them.
      for (let round = 0; round < 4; round += 1) {
        world.connection.retryNow()
        await world.calm()
        clock.advance(20_000)
        await world.calm()
      }
    },
    close() {
      world.outbox.close()
      world.connection.close()
    },
  }
  return world
}
