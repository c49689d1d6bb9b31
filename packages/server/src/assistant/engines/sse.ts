import { createParser } from 'eventsource-parser'
import { EngineError } from './engine-error.ts'

/** One server-sent event that has data. */
export interface ServerSentEvent {
  /** '' when the engine names none. */
  name: string
  data: string
  /** The stream ended before the blank line that ends an event: it may be cut in the middle. */
  isLast: boolean
}

/** An event larger than this is no answer to a visitor. */
const EVENT_LENGTH_MAX = 4_194_304

/**
 * The events of a body, however its bytes are cut. `heard` is called for every piece that arrives,
 * be it a comment or an empty event: the engine is alive.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  heard: () => void,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  let events: ServerSentEvent[] = []
  let isLast = false
  const parser = createParser({
    onEvent: ({ event, data }) => events.push({ name: event ?? '', data, isLast }),
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') {
        throw new EngineError('protocol', 'One event of the answer is larger than 4 MB.')
      }
    },
    maxBufferSize: EVENT_LENGTH_MAX,
  })
  const decoder = new TextDecoder()
  for await (const chunk of body) {
    heard()
    parser.feed(decoder.decode(chunk, { stream: true }))
    if (events.length === 0) continue
    const ready = events
    events = []
    yield* ready
  }
  isLast = true
  parser.feed(`${decoder.decode()}\n\n`)
  yield* events
}
