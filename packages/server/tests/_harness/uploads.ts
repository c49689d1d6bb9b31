import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import {
  type File,
  type ServerBodyOf,
  UPLOAD_CHUNK_BYTES_MAX,
  UPLOAD_FIRST_BYTES_MAX,
} from '@parley/protocol'
import sharp from 'sharp'
import type { RawClient } from './raw-client.ts'

/** A file as its sender has it. */
export interface Source {
  clientId: string
  name: string
  bytes: Uint8Array
}

/** A text file of so many bytes that no other test has: its lines are numbered. */
export function textFile(clientId: string, size: number): Source {
  const line = (number: number) => `${clientId} ${number} tea\n`
  let text = ''
  for (let number = 0; text.length < size; number += 1) text += line(number)
  const bytes = Buffer.from(text).subarray(0, size)
  return { clientId, name: `${clientId}.txt`, bytes: new Uint8Array(bytes.fill(0x0a, size - 4)) }
}

/** A picture: one colour, or noise that no encoder makes small. */
export async function pictureFile(
  clientId: string,
  name: string,
  width: number,
  height: number,
  what: 'plain' | 'noise' = 'plain',
): Promise<Source> {
  const picture =
    what === 'plain'
      ? sharp({ create: { width, height, channels: 3, background: '#4a7' } })
      : sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
  const written = name.endsWith('.jpg') ? picture.jpeg() : picture.png()
  return { clientId, name, bytes: new Uint8Array(await written.toBuffer()) }
}

/** Gives each request of a raw client an id of its own. */
export function createUploader(client: RawClient, firstRequestId = 1_000) {
  let lastId = firstRequestId

  function ask(body: Parameters<RawClient['ask']>[1]) {
    lastId += 1
    return client.ask(lastId, body)
  }

  const uploader = {
    ask,

    begin: (
      { clientId, name, bytes }: Source,
      first = UPLOAD_FIRST_BYTES_MAX,
      size = bytes.length,
    ) =>
      ask({
        $case: 'beginUpload',
        value: { clientId, name, size, bytes: bytes.subarray(0, first) },
      }),

    chunk: ({ clientId, bytes }: Source, offset: number, length = UPLOAD_CHUNK_BYTES_MAX) =>
      ask({
        $case: 'uploadChunk',
        value: { clientId, offset, bytes: bytes.subarray(offset, offset + length) },
      }),

    /** Begins, or goes on, and sends all that is missing; stops when `until` bytes are acked. */
    async upload(source: Source, until = Number.POSITIVE_INFINITY): Promise<File | undefined> {
      let state = stateOf(await uploader.begin(source))
      while (state.file === undefined) {
        if (state.offset >= until) return undefined
        state = stateOf(await uploader.chunk(source, state.offset))
      }
      return state.file
    },

    post: (conversationId: string, clientId: string) =>
      ask({
        $case: 'post',
        value: { conversationId, clientId, content: { $case: 'file', value: {} } },
      }),

    cancel: (clientId: string) => ask({ $case: 'cancelUpload', value: { clientId } }),

    askToStartWith: (clientId: string) =>
      ask({ $case: 'startConversation', value: { clientId, text: undefined, file: {} } }),

    async startWith(clientId: string): Promise<ServerBodyOf<'conversationStarted'>> {
      const body = await uploader.askToStartWith(clientId)
      assert.equal(body.$case, 'conversationStarted', JSON.stringify(body))
      return body.value as ServerBodyOf<'conversationStarted'>
    },

    async links(conversationId: string, seqs: number[]): Promise<ServerBodyOf<'fileLinks'>> {
      const body = await ask({ $case: 'fetchFileLinks', value: { conversationId, seqs } })
      assert.equal(body.$case, 'fileLinks', JSON.stringify(body))
      return body.value as ServerBodyOf<'fileLinks'>
    },
  }
  return uploader
}

export function stateOf(body: Awaited<ReturnType<RawClient['ask']>>): ServerBodyOf<'uploadState'> {
  assert.equal(body.$case, 'uploadState', JSON.stringify(body))
  return body.value as ServerBodyOf<'uploadState'>
}
