import {
  type Connection,
  createConnection,
  createOutbox,
  type Outbox,
  type OutboxStorage,
  type PendingMessage,
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
  /** What the page has stored. */
  stored(): PendingMessage[]
  /** Closes the page and opens it again on the same storage. */
  reload(): void
  /** Opens the newest socket and carries frames to and fro until nothing moves. */
  calm(): Promise<void>
  /** Lets the client reconnect and everything come to rest. */
  recover(): Promise<void>
  close(): void
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
    return {
      connection,
      outbox: createOutbox({ connection, storage, environment: clock, createId }),
    }
  }

  const world: World = {
    clock,
    network,
    server,
    ...open(),
    stored: () => JSON.parse(kept),
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
