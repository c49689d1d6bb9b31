import { BinaryWriter } from '@bufbuild/protobuf/wire'
import { ClientFrame, ServerFrame } from './generated/parley/v1/frames.ts'

/** The body of a client frame: `{ $case: 'post', value: {…} }`. */
export type ClientBody = NonNullable<ClientFrame['body']>
/** The body of a server frame. */
export type ServerBody = NonNullable<ServerFrame['body']>
export type ClientBodyOf<Case extends ClientBody['$case']> = Extract<
  ClientBody,
  { $case: Case }
>['value']
export type ServerBodyOf<Case extends ServerBody['$case']> = Extract<
  ServerBody,
  { $case: Case }
>['value']

/** Encodes one frame of a client. `requestId` 0 is a notice, which gets no answer. */
export function encodeClientFrame(requestId: number, body: ClientBody): Uint8Array {
  return ClientFrame.encode({ requestId, body }).finish()
}

/** One for all frames of the server: growing a new one costs more than the encoding. */
let serverWriter = new BinaryWriter()

/** Encodes one frame of the server. `requestId` 0 is a push. */
export function encodeServerFrame(requestId: number, body: ServerBody): Uint8Array {
  try {
    return ServerFrame.encode({ requestId, body }, serverWriter).finish()
  } catch (error) {
    // It holds half a frame.
    serverWriter = new BinaryWriter()
    throw error
  }
}

/**
 * Decodes a client's bytes. A body of a kind that this version does not know comes back as
 * `undefined`, with the `requestId`, so that it can be refused by name.
 *
 * @throws {Error} when the bytes are no frame.
 */
export function decodeClientFrame(bytes: Uint8Array): ClientFrame {
  return ClientFrame.decode(bytes)
}

/** Decodes a server's bytes; see {@link decodeClientFrame}. */
export function decodeServerFrame(bytes: Uint8Array): ServerFrame {
  return ServerFrame.decode(bytes)
}
