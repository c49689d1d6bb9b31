/** How a stand-in answers one request. Everything is optional: `{}` is a short, whole answer. */
export interface Script {
  /** The answer, or its pieces exactly as they are to be sent. @default a greeting, by two characters */
  text?: string | readonly string[]
  /** What the engine thinks before it answers, where its make tells of that. */
  thoughts?: string
  /** Milliseconds until the first word. The answer's head comes at once. */
  firstDelayMs?: number
  betweenMs?: number
  /** Where it stops for ever; the connection stays open. */
  stall?: 'before_head' | 'before_text' | 'in_text' | 'before_end'
  /** Signs of life before the first word, sent at once. */
  heartbeats?: number
  /** Signs of life while it waits or stalls. */
  heartbeatMs?: number
  /** A plain answer instead of a stream. */
  reply?: { status: number; body: string; headers?: Record<string, string> }
  /** `stall`, `reply` and `failure` are for all calls, not for those that stream alone. */
  isEverywhere?: boolean
  /** A failure in the make's own form: as JSON instead of a stream, or in the middle of it. */
  failure?: { code: string | number; message: string; at: 'head' | 'in_text'; status?: number }
  /** An event in the middle whose data is no JSON. */
  isMalformed?: boolean
  /** Events and fields that nobody knows are strewn in. */
  hasUnknown?: boolean
  /** The stream ends without the make's mark of its end. */
  isWithoutEnd?: boolean
  /** The last event lacks the blank line after it. */
  isLastUnended?: boolean
  /** Ends the body after so many bytes: properly, or by breaking the connection. */
  cut?: { bytes: number; how: 'end' | 'reset' }
  /** Bytes in one write. @default all that there is */
  bytesAtOnce?: number
  lineEnd?: '\n' | '\r\n' | '\r'
  /** Spaces after `data:`; two are one more than a reader takes away. @default the make's own */
  spaces?: 0 | 1
  citations?: readonly { title: string; text: string }[]
  suggestions?: readonly string[]
  /** Before the suggestions, whether they come with the answer or are asked for. */
  suggestionsDelayMs?: number
  usage?: { input: number; output: number }
  tool?: { name: string; arguments: readonly string[] }
  /** The whole once more at the end, or each time all so far, where a make has such a habit. */
  isRepeating?: boolean
  /** What moderation puts in the place of the answer, where a make has that. */
  replacement?: string
  /** Conversations that the engine does not know. */
  unknownConversations?: readonly string[]
}

/** What came in. */
export interface StandInRequest {
  method: string
  /** With its query. */
  path: string
  headers: Record<string, string | string[] | undefined>
  /** As it was sent. */
  text: string
  /** Parsed, where it was JSON. */
  body: Record<string, unknown>
  /** The client went away before the answer was whole. */
  isAborted: boolean
  /** The answer was sent to its end. */
  isAnswered: boolean
}

/** A stream in parts, for the player to put time and faults between. */
export interface Stream {
  opening: readonly string[]
  /** One event a piece of the text. */
  text: readonly string[]
  closing: readonly string[]
  /** After the closing events, once `suggestionsDelayMs` has passed. */
  late?: readonly string[]
  /** The mark of the end. */
  end: readonly string[]
  heartbeat: string
  /** An event that tells of a failure. */
  failure: (code: string | number, message: string) => string
  /** An event that nobody knows. */
  unknown: string
}

export type Answer = { stream: Stream } | { json: unknown; status?: number; delayMs?: number }

/** How one make speaks. */
export interface Dialect {
  /** The path that a base address ends with. */
  basePath: string
  /** Undefined when the make has no such call. */
  answer(request: StandInRequest, script: Script): Answer | undefined
  /** A failure as JSON, with the status that the make sends with it. */
  refusal(code: string | number, message: string): { status: number; json: unknown }
}

/** The pieces in which a script's text is sent. */
export function piecesOf({ text = '您好！有什么可以帮您？' }: Script): readonly string[] {
  if (typeof text !== 'string') return text
  const characters = Array.from(text)
  const pieces: string[] = []
  for (let at = 0; at < characters.length; at += 2)
    pieces.push(characters.slice(at, at + 2).join(''))
  return pieces
}

let ids = 0
/** An id that no other thing of this process has, in the form of a decimal number. */
export function newId(): string {
  ids += 1
  return `75071529${String(ids).padStart(11, '0')}`
}
