import assert from 'node:assert/strict'
import {
  type Connection,
  createConnection,
  createOutbox,
  createThread,
  type Outbox,
  type OutboxStorage,
  type PendingMessage,
  type Thread,
} from '@parley/client'
import type { ClientBodyOf } from '@parley/protocol'
import { WebSocket } from 'ws'

/** What somebody has posted, and at which `seq` the server acked it. */
export interface Posted {
  clientId: string
  conversationId: string
  text: string
  seq: number | undefined
}

/** One person at one end, with an outbox that outlives its page. */
export interface Person {
  readonly connection: Connection
  readonly outbox: Outbox
  /** In the order of posting. */
  readonly posted: Posted[]
  readonly threads: ReadonlyMap<string, Thread>
  post(conversationId: string, kind: 'text' | 'note'): void
  /** Keeps a mirror of the conversation from now on. */
  follow(conversationId: string): void
  /** Closes the page and opens it again: only what was stored is still there. */
  reload(): void
  close(): void
}

export interface PersonOptions {
  url: string
  /** The channel that a visitor comes by, or the cookie of a signed-in agent. */
  as: { channelId: string } | { cookie: string }
}

export function createPerson({ url, as }: PersonOptions): Person {
  const storage = memoryStorage()
  const posted: Posted[] = []
  const threads = new Map<string, Thread>()
  const headers = 'cookie' in as ? { cookie: as.cookie, origin: url } : {}
  let visitorToken = ''

  function credential(): ClientBodyOf<'hello'>['credential'] {
    return 'cookie' in as
      ? { $case: 'agent', value: {} }
      : { $case: 'visitor', value: { channelId: as.channelId, visitorToken } }
  }

  function open() {
    const connection = createConnection({
      url: `${url.replace('http', 'ws')}/ws`,
      hello: () => ({ client: 'test', locale: 'en', credential: credential() }),
      createSocket: (to) => new WebSocket(to, { headers }) as never,
    })
    connection.subscribe((event) => {
      if (event.type !== 'welcomed' || event.welcome.who?.$case !== 'visitor') return
      visitorToken = event.welcome.who.value.visitorToken
    })
    const outbox = createOutbox({ connection, storage })
    outbox.subscribe((event) => {
      if (event.type === 'changed') return
      const answer = event.type === 'posted' ? event.posted : event.started.posted
      const message = posted.find(({ clientId }) => clientId === event.pending.clientId)
      if (answer === undefined || message === undefined) return
      assert.equal(message.seq, undefined, `${message.text} was acked twice`)
      message.seq = answer.seq
      message.conversationId = answer.conversationId
    })
    return { connection, outbox }
  }

  let page = open()
  const person: Person = {
    get connection() {
      return page.connection
    },
    get outbox() {
      return page.outbox
    },
    posted,
    threads,
    post(conversationId, kind) {
      const text = `${kind} ${posted.length + 1} 你好 🍵`
      const { clientId } = page.outbox.post({ conversationId, kind, text })
      posted.push({ clientId, conversationId, text, seq: undefined })
    },
    follow(conversationId) {
      const { connection } = page
      threads.set(conversationId, createThread({ connection, conversationId }))
    },
    reload() {
      const followed = [...threads.keys()]
      person.close()
      page = open()
      for (const conversationId of followed) person.follow(conversationId)
    },
    close() {
      for (const thread of threads.values()) thread.close()
      page.outbox.close()
      page.connection.close()
    },
  }
  return person
}

/** What a browser's storage keeps over a reload: texts, not objects. */
function memoryStorage(): OutboxStorage {
  let kept = '[]'
  return {
    load: () => JSON.parse(kept) as PendingMessage[],
    save(pending) {
      kept = JSON.stringify(pending)
    },
  }
}
