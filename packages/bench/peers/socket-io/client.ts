import { WebSocket } from 'ws'

/** Socket.IO's wire: the type of the Engine.IO packet, then that of the Socket.IO packet in it. */
const PING = '2'
const PONG = '3'
const CONNECT = '40'
const EVENT = '42'
const ACK = '43'

/** What a connection brings. */
export interface SocketIoHandlers {
  onAnswer?: (id: number, value: unknown) => void
  onEvent?: (event: string, value: unknown) => void
}

/** One end of a Socket.IO connection, as cheap as can be: it neither reconnects nor keeps anything. */
export interface SocketIoClient {
  /** Sends an event with one value; the answer comes with the same id. */
  emit(id: number, event: string, value: unknown): void
  close(): void
}

/** Connects over a WebSocket alone; resolves when the server has let it in. */
export async function connectSocketIo(
  port: number,
  auth: object,
  { onAnswer, onEvent }: SocketIoHandlers,
): Promise<SocketIoClient> {
  const url = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`
  const socket = new WebSocket(url, { perMessageDeflate: false })
  const connected = Promise.withResolvers<void>()

  function receive(packet: string): void {
    if (packet.startsWith(EVENT)) {
      const [event, value] = JSON.parse(packet.slice(EVENT.length))
      onEvent?.(event, value)
    } else if (packet.startsWith(ACK)) {
      const bracket = packet.indexOf('[')
      const id = Number(packet.slice(ACK.length, bracket))
      onAnswer?.(id, JSON.parse(packet.slice(bracket))[0])
    } else if (packet.startsWith(PING)) socket.send(PONG)
    else if (packet.startsWith(CONNECT)) connected.resolve()
  }

  socket.once('open', () => socket.send(`${CONNECT}${JSON.stringify(auth)}`))
  socket.once('error', connected.reject)
  // What is lost with a connection shows in the figures.
  socket.on('error', () => {})
  socket.on('message', (data) => receive(data.toString()))
  await connected.promise
  return {
    emit: (id, event, value) => socket.send(`${EVENT}${id}${JSON.stringify([event, value])}`),
    close: () => socket.terminate(),
  }
}
