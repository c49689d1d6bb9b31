import assert from 'node:assert/strict'
import { ConnectionLost } from '@parley/client'
import { MESSAGE_PAGE_MAX, type Message } from '@parley/protocol'
import { createPerson, type Person } from './person.ts'
import { until } from './wait.ts'

/** Visitors and agents who talk without a pause, whatever happens to the server. */
export interface Crowd {
  /** Messages acked so far. */
  readonly acked: number
  /** Resolves when every visitor has a conversation and an agent. */
  gather(): Promise<void>
  /** Somebody posts at random moments, until `rest`. */
  talk(): void
  rest(): void
  /** Somebody reloads the page. */
  reloadSomebody(): void
  /** The server is there again: nobody needs to wait. */
  comeBack(): void
  /**
   * Waits until every outbox is empty and every mirror complete, and compares all of it with the
   * logs. Resolves with the number of messages.
   */
  check(): Promise<number>
  close(): void
}

export interface CrowdOptions {
  url: string
  channelId: string
  /** Cookies of signed-in agents, one for each. */
  cookies: readonly string[]
  visitors: number
  random: () => number
}

/** Mean pause between two messages of the whole crowd, in milliseconds. */
const PAUSE_MS = 2

/** Messages that one person has waiting at most: then it waits too. */
const PENDING_MAX = 40

export function createCrowd({ url, channelId, cookies, random, ...options }: CrowdOptions): Crowd {
  const agents = cookies.map((cookie) => createPerson({ url, as: { cookie } }))
  const visitors = Array.from({ length: options.visitors }, () =>
    createPerson({ url, as: { channelId } }),
  )
  const everybody = [...visitors, ...agents]
  const conversations: { id: string; visitor: Person; agent: Person }[] = []
  let timer: NodeJS.Timeout | undefined

  function pick<Value>(from: readonly Value[]): Value {
    return from[Math.floor(random() * from.length)] as Value
  }

  function speakSomebody(): void {
    const { id, visitor, agent } = pick(conversations)
    const person = random() < 0.6 ? visitor : agent
    if (person.outbox.pending.length >= PENDING_MAX) return
    person.post(id, person === agent && random() < 0.15 ? 'note' : 'text')
  }

  async function open(visitor: Person, agent: Person): Promise<void> {
    visitor.post('', 'text')
    const id = await until(
      'the conversation is open',
      () => visitor.posted[0]?.conversationId || undefined,
    )
    const body = {
      $case: 'changeConversation',
      value: { conversationId: id, change: { $case: 'take', value: {} } },
    } as const
    await persist(() => agent.connection.request(body, 'done'))
    visitor.follow(id)
    agent.follow(id)
    conversations.push({ id, visitor, agent })
  }

  return {
    get acked() {
      return everybody.reduce(
        (sum, { posted }) => sum + posted.filter(({ seq }) => seq !== undefined).length,
        0,
      )
    },
    async gather() {
      for (const [index, visitor] of visitors.entries()) {
        await open(visitor, agents[index % agents.length] as Person)
      }
    },
    talk() {
      const next = () => {
        speakSomebody()
        timer = setTimeout(next, random() * 2 * PAUSE_MS)
      }
      next()
    },
    rest: () => clearTimeout(timer),
    reloadSomebody: () => pick(everybody).reload(),
    comeBack() {
      for (const { connection } of everybody) connection.retryNow()
    },
    async check() {
      await until('every outbox is empty', () =>
        everybody.every(({ outbox }) => outbox.pending.length === 0),
      )
      let messages = 0
      for (const { id, visitor, agent } of conversations) {
        const log = await readLog(agent, id)
        assert.deepEqual(
          log.map(({ seq }) => seq),
          log.map((_, index) => index + 1),
        )
        for (const person of [visitor, agent]) compareWithLog(person, id, log)
        const details = await persist(() =>
          agent.connection.request(
            { $case: 'fetchConversation', value: { conversationId: id } },
            'conversationDetails',
          ),
        )
        assert.equal(details.conversation?.lastSeq, log.length)
        await compareMirror(visitor, id, log.map(asVisitorSees))
        await compareMirror(agent, id, log.map(asAgentSees))
        messages += log.filter(({ content }) => content?.$case !== 'event').length
      }
      // All of it was posted by somebody here: nothing stands in the logs twice.
      assert.equal(
        messages,
        everybody.reduce((sum, { posted }) => sum + posted.length, 0),
      )
      return messages
    },
    close() {
      clearTimeout(timer)
      for (const person of everybody) person.close()
    },
  }
}

/** Asks again for as long as connections get lost. */
async function persist<Value>(ask: () => Promise<Value>): Promise<Value> {
  const answer = await until('the request is answered', () =>
    ask().then(
      (value) => ({ value }),
      (error: unknown) => {
        if (error instanceof ConnectionLost) return undefined
        throw error
      },
    ),
  )
  return answer.value
}

async function readLog(agent: Person, conversationId: string): Promise<Message[]> {
  const log: Message[] = []
  for (;;) {
    const range = { $case: 'afterSeq', value: log.length } as const
    const body = {
      $case: 'fetchMessages',
      value: { conversationId, range, limit: MESSAGE_PAGE_MAX },
    } as const
    const page = await persist(() => agent.connection.request(body, 'messagePage'))
    log.push(...page.messages)
    if (!page.hasMore) return log
  }
}

/** Every message stands in the log once, where its ack said, and in its author's order. */
function compareWithLog(person: Person, conversationId: string, log: readonly Message[]): void {
  const own = person.posted.filter((message) => message.conversationId === conversationId)
  let last = 0
  for (const { clientId, text, seq = 0 } of own) {
    const stored = log.filter((message) => message.clientId === clientId)
    assert.deepEqual(
      stored.map((message) => [message.seq, textOf(message)]),
      [[seq, text]],
    )
    assert.ok(seq > last, `${text} overtook another of the same author`)
    last = seq
  }
}

async function compareMirror(
  person: Person,
  conversationId: string,
  expected: readonly string[],
): Promise<void> {
  const thread = await until('there is a mirror', () => person.threads.get(conversationId))
  await until(
    'the mirror is complete',
    () => thread.state.isCaughtUp && thread.state.messages.at(-1)?.seq === expected.length,
  )
  while (thread.state.hasOlder) await thread.loadOlder()
  assert.deepEqual(thread.state.messages.map(asAgentSees), expected)
}

function textOf({ content }: Message): string {
  return content?.$case === 'text' || content?.$case === 'note' ? content.value.text : ''
}

function asAgentSees(message: Message): string {
  return `${message.seq} ${message.content?.$case} ${textOf(message)}`
}

function asVisitorSees(message: Message): string {
  return message.content?.$case === 'note' ? `${message.seq} withheld ` : asAgentSees(message)
}
