/**
 * Holds a conversation over the wire, with nothing but `@parley/protocol` and a WebSocket: a visitor
 * asks, an agent takes the conversation and answers. docs/protocol.md explains each frame.
 *
 *   node examples/hold-a-conversation.ts <url> <channel id> <agent's e-mail> <password>
 *
 * Start `npm run demo` and take the channel from the shop's page, e-mail and password from what it
 * prints.
 */
import {
  type ClientBody,
  decodeServerFrame,
  encodeClientFrame,
  PROTOCOL_VERSION,
  type ServerBody,
  type ServerBodyOf,
} from '@parley/protocol'

const [url = '', channelId = '', email = '', password = ''] = process.argv.slice(2)

const cookie = await signIn()
const agent = await connect('agent', { $case: 'agent', value: {} }, { cookie, origin: url })
const visitor = await connect('visitor', {
  $case: 'visitor',
  // An empty token makes a new visitor. Keep the one in the welcome to stay the same person.
  value: { channelId, visitorToken: '' },
})

const { conversation } = await visitor.ask(
  {
    $case: 'startConversation',
    value: { clientId: newId(), text: { text: '你好！ Is anybody there? 👋' } },
  },
  'conversationStarted',
)
const conversationId = conversation?.id ?? ''

// Who takes a conversation hears of all that is posted to it from then on.
await agent.ask(
  {
    $case: 'changeConversation',
    value: { conversationId, change: { $case: 'take', value: {} } },
  },
  'done',
)
const { messages } = await agent.ask(
  {
    $case: 'fetchMessages',
    value: { conversationId, range: { $case: 'afterSeq', value: 0 }, limit: 50 },
  },
  'messagePage',
)
console.log(`the agent reads ${messages.length} entries of the log`)

const heard = visitor.next(
  ({ $case, value }) =>
    $case === 'messagePosted' && value.message?.content?.$case === 'text' && value.message.seq > 1,
)
await post(agent, 'Yes, we are. What can we do for you?')
await heard
const answered = agent.next(({ $case }) => $case === 'messagePosted')
await post(visitor, 'Nothing, I was only curious. Thanks!')
await answered

// Posted twice with one client_id, a message stands in the log once.
const clientId = newId()
const first = await post(visitor, 'Goodbye!', clientId)
const again = await post(visitor, 'Goodbye!', clientId)
console.log(`the retry returns seq ${again.seq} of the first time: ${first.seq === again.seq}`)

visitor.close()
agent.close()

function post(from: Awaited<ReturnType<typeof connect>>, text: string, id = newId()) {
  const content = { $case: 'text', value: { text } } as const
  return from.ask({ $case: 'post', value: { conversationId, clientId: id, content } }, 'posted')
}

function newId(): string {
  return crypto.randomUUID()
}

async function signIn(): Promise<string> {
  const response = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (!response.ok) throw new Error(`Sign-in was refused: ${await response.text()}`)
  return (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
}

/** Opens a connection, says hello and prints what arrives. */
async function connect(
  name: string,
  credential: Extract<ClientBody, { $case: 'hello' }>['value']['credential'],
  headers: Record<string, string> = {},
) {
  // Node's WebSocket takes headers; a browser sends its cookie and its origin by itself.
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers } as never)
  socket.binaryType = 'arraybuffer'
  const waiting = new Map<number, (body: ServerBody) => void>()
  const listeners = new Set<(body: ServerBody) => void>()
  let lastRequestId = 0

  socket.addEventListener('message', ({ data }) => {
    const { requestId, body } = decodeServerFrame(new Uint8Array(data as ArrayBuffer))
    // A newer server may push what this program does not know.
    if (body === undefined) return
    if (requestId !== 0) waiting.get(requestId)?.(body)
    else for (const listener of listeners) listener(body)
    if (body.$case !== 'messagePosted') return
    const { seq, authorKind, content } = body.value.message ?? {}
    if (content?.$case === 'text') {
      console.log(`${name} hears seq ${seq} of author kind ${authorKind}: ${content.value.text}`)
    }
  })

  /** One request, one answer of the named kind. */
  function ask<Answer extends ServerBody['$case']>(body: ClientBody, answer: Answer) {
    lastRequestId += 1
    const requestId = lastRequestId
    return new Promise<ServerBodyOf<Answer>>((resolve, reject) => {
      waiting.set(requestId, (answered) => {
        waiting.delete(requestId)
        if (answered.$case === answer) resolve(answered.value as never)
        else if (answered.$case === 'error') reject(new Error(answered.value.message))
        else reject(new Error(`answered by ${answered.$case}`))
      })
      socket.send(encodeClientFrame(requestId, body))
    })
  }

  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', () => reject(new Error(`${url} does not answer`)))
  })
  const welcome = await ask(
    {
      $case: 'hello',
      value: {
        protocolVersion: PROTOCOL_VERSION,
        protocolVersionMin: PROTOCOL_VERSION,
        client: 'example/1',
        locale: 'en',
        credential,
      },
    },
    'welcome',
  )
  console.log(`${name} is welcome, with version ${welcome.protocolVersion}`)
  return {
    ask,
    /** Resolves with the next push that fits. */
    next: (fits: (body: ServerBody) => boolean) =>
      new Promise<ServerBody>((resolve) => {
        const listener = (body: ServerBody) => {
          if (!fits(body)) return
          listeners.delete(listener)
          resolve(body)
        }
        listeners.add(listener)
      }),
    close: () => socket.close(),
  }
}
