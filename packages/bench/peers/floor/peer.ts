import { once } from 'node:events'
import { connect } from 'node:net'
import { type Peer, type PeerKind, type Setting, unheard } from '../peer.ts'
import { startProgram } from '../program.ts'
import {
  createFrameReader,
  encodeFrame,
  HELLO_AGENT,
  HELLO_VISITOR,
  readConversation,
  readNumber,
  readSeq,
} from './frames.ts'

const PROGRAM = new URL('server.ts', import.meta.url)

/** All connections read into the same bytes, one after the other. */
const READ_BYTES = 65_536

/** What sockets and disk alone cost. */
export const floor: PeerKind = {
  about: 'raw TCP in Node, binary frames, an appended and synced log',
  start,
}

async function start(setting: Setting): Promise<Peer> {
  await using opened = new AsyncDisposableStack()
  const program = opened.use(await startProgram(PROGRAM, [setting.folder]))
  const buffer = Buffer.allocUnsafe(READ_BYTES)

  async function join(
    conversation: number,
    role: number,
    onFrame: (bytes: Buffer, at: number, length: number) => void,
  ) {
    const receive = createFrameReader(onFrame)
    const onread = {
      buffer,
      callback(length: number) {
        receive(buffer.subarray(0, length))
        return true
      },
    }
    const socket = connect({ port: program.port, host: '127.0.0.1', noDelay: true, onread })
    opened.defer(() => {
      socket.destroy()
    })
    await once(socket, 'connect')
    // What is lost with a connection shows in the figures.
    socket.on('error', () => {})
    socket.write(encodeFrame(conversation, 0, role))
    return socket
  }

  const joinAgent = (index: number) =>
    join(index, HELLO_AGENT, (bytes, at) =>
      peer.onReceipt(readConversation(bytes, at), readNumber(bytes, at), readSeq(bytes, at)),
    )
  const joinVisitor = (index: number) =>
    join(index, HELLO_VISITOR, (bytes, at) => peer.onAck(index, readNumber(bytes, at)))

  for (let index = 0; index < setting.agents; index += 1) await joinAgent(index)
  const visitors: Awaited<ReturnType<typeof joinVisitor>>[] = []
  for (let index = 0; index < setting.visitors; index += 1) visitors.push(await joinVisitor(index))
  const closing = opened.move()
  const peer: Peer = {
    ...unheard(),
    pid: program.pid,
    send(visitor, number, text) {
      visitors[visitor]?.write(encodeFrame(visitor, number, 0, text))
    },
    kill: program.kill,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
  return peer
}
