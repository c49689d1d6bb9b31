import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { announce } from '../program.ts'
import { postEach, postInGroups } from './post.ts'
import { type Draft, openStore } from './store.ts'

/** What most TypeScript teams would build: Socket.IO, JSON and SQLite, in one process. */

const TEXT_LENGTH_MAX = 10_000

const [folder = '.', commits] = process.argv.slice(2)
const store = openStore(folder)
const post = commits === 'in-groups' ? postInGroups(store) : postEach(store)

const http = createServer()
const io = new Server(http, { transports: ['websocket'], serveClient: false })
let agents = 0
let conversations = 0

io.on('connection', (socket) => {
  if (socket.handshake.auth.role === 'agent') {
    void socket.join(`agent:${agents}`)
    agents += 1
    return
  }
  const conversationId = store.start(conversations % agents)
  conversations += 1
  socket.emit('started', { conversationId })

  socket.on('post', async (draft: Draft, answer: (answer: object) => void) => {
    try {
      const refusal = check(draft, conversationId)
      if (refusal !== undefined) return answer({ error: refusal })
      const { agent, ...message } = await post(draft)
      answer({ seq: message.seq, postedAt: message.postedAt })
      io.to(`agent:${agent}`).emit('message', message)
    } catch (error) {
      console.error(error)
      answer({ error: 'internal' })
    }
  })
})

function check({ conversationId, clientId, text }: Draft, own: string): string | undefined {
  if (conversationId !== own) return 'not_a_member'
  if (typeof clientId !== 'string' || clientId.length > 64) return 'bad_client_id'
  if (typeof text !== 'string' || text.trim() === '') return 'text_empty'
  if (text.length > TEXT_LENGTH_MAX) return 'text_too_long'
  return undefined
}

http.listen(0, '127.0.0.1', () => announce((http.address() as AddressInfo).port))
