import { type AddressInfo, createServer, type Socket } from 'node:net'
import { announce } from '../program.ts'
import {
  createFrameReader,
  encodeFrame,
  forEachFrame,
  HELLO_AGENT,
  HELLO_VISITOR,
  readConversation,
  readNumber,
  readSeq,
  writeSeq,
} from './frames.ts'
import { openLog } from './log.ts'

/**
 * The floor: what sockets and disk alone cost. A visitor's frame gets the next number of its
 * conversation, goes into a log, and when that is synced, to the agent as it is.
 */

/** A connection, and what it is written in one go. */
interface End {
  socket: Socket
  waiting: Buffer[]
}

const [folder = '.'] = process.argv.slice(2)
const log = openLog(folder, deliver)
const visitors: End[] = []
const agents: End[] = []
const seqs: number[] = []
const touched: End[] = []

const server = createServer({ noDelay: true }, (socket) => {
  const end: End = { socket, waiting: [] }
  const receive = createFrameReader((bytes, at, length) => {
    const conversation = readConversation(bytes, at)
    const hello = readSeq(bytes, at)
    if (hello === HELLO_AGENT) agents.push(end)
    else if (hello === HELLO_VISITOR) {
      visitors[conversation] = end
      seqs[conversation] = 0
    } else {
      const seq = (seqs[conversation] as number) + 1
      seqs[conversation] = seq
      writeSeq(bytes, at, seq)
      log.append(bytes, at, length)
    }
  })
  socket.on('data', receive)
  // Its end shows in what is lost.
  socket.on('error', () => {})
})

function deliver(bytes: Buffer, used: number): void {
  forEachFrame(bytes, used, (at, length) => {
    const conversation = readConversation(bytes, at)
    const ack = encodeFrame(conversation, readNumber(bytes, at), readSeq(bytes, at))
    offer(visitors[conversation] as End, ack)
    offer(agents[conversation % agents.length] as End, bytes.subarray(at, at + length))
  })
  for (const { socket, waiting } of touched) {
    // Copied, for the group's bytes are used again.
    socket.write(Buffer.concat(waiting))
    waiting.length = 0
  }
  touched.length = 0
}

function offer(end: End, bytes: Buffer): void {
  if (end.waiting.push(bytes) === 1) touched.push(end)
}

server.listen(0, '127.0.0.1', 4_096, () => announce((server.address() as AddressInfo).port))
