import { createParser } from 'eventsource-parser'
import { EngineError } from './engine-error.ts'

/** One server-sent event that has data. */
export interface ServerSentEvent {
  /** '' when the engine names none. */
  name: string
  data: string
  /** The stream ended before the blank line that ends an event: it may be cut in the middle. */
  isLast: boolean
  /** The body was a JSON object instead of events; it is the data, as far as it is kept. */
  isBare: boolean
}

/** An event larger than this is no answer to a visitor. */
const EVENT_LENGTH_MAX = 4_194_304
/** Of a body without events, to see what it is. */
const BARE_LENGTH_MAX = 65_536

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
    onEvent: ({ event, data }) => events.push({ name: event ?? '', data, isLast, isBare: false }),
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') {
        throw new EngineError('protocol', 'One event of the answer is larger than 4 MB.')
      }
    },
    maxBufferSize: EVENT_LENGTH_MAX,
  })
  const decoder = new TextDecoder()
  let hasEvents = false
  let bare = ''
  for await (const chunk of body) {
    heard()
    const text = decoder.decode(chunk, { stream: true })
    if (!hasEvents && bare.length < BARE_LENGTH_MAX) bare += text
    parser.feed(text)
    if (events.length === 0) continue
    hasEvents = true
    const ready = events
    events = []
    yield* ready
  }
  isLast = true
  parser.feed(`${decoder.decode()}\n\n`)
  yield* events
  if (hasEvents || events.length > 0 || !bare.trimStart().startsWith('{')) return
  yield { name: '', data: bare.slice(0, BARE_LENGTH_MAX), isLast, isBare: true }
}
