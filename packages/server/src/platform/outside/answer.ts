import type { Dispatcher } from 'undici'
import { OutsideError, toOutsideError } from './outside-error.ts'

/** Statuses whose answers have no body. */
const bodiless = new Set([204, 205, 304])

interface AnswerLimits {
  host: string
  bodyBytesMax: number
  signal: AbortSignal | undefined
}

/** The answer as `fetch` would give it, with a body that fails instead of growing past its bound. */
export function toResponse(answer: Dispatcher.ResponseData, limits: AnswerLimits): Response {
  const { host, bodyBytesMax } = limits
  const { statusCode: status, body } = answer
  const headers = toHeaders(answer.headers)
  const fail = (kind: 'too_large' | 'broken_off', message: string): never => {
    body.on('error', () => {}).destroy()
    throw new OutsideError(kind, message)
  }
  if (status < 200 || status > 599) fail('broken_off', `${host} answered with status ${status}.`)
  if (Number(headers.get('content-length')) > bodyBytesMax) fail('too_large', tooLarge(limits))
  // Nothing asks for it, and unpacked it could be of any size.
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity') {
    fail('broken_off', `${host} answered compressed, which was not asked for.`)
  }
  if (bodiless.has(status)) {
    body.on('error', () => {}).resume()
    return new Response(null, { status, headers })
  }
  return new Response(bounded(body, limits), { status, headers })
}

function bounded(
  body: Dispatcher.ResponseData['body'],
  limits: AnswerLimits,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = body[Symbol.asyncIterator]()
  let bytes = 0
  // No byte stream: that one takes a chunk's memory away, which several chunks share.
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next()
        if (done === true) {
          controller.close()
          return
        }
        bytes += value.length
        if (bytes > limits.bodyBytesMax) throw new OutsideError('too_large', tooLarge(limits))
        controller.enqueue(value)
      } catch (error) {
        body.on('error', () => {}).destroy()
        if (limits.signal?.aborted === true) throw limits.signal.reason
        throw toOutsideError(error, limits.host)
      }
    },
    cancel() {
      body.on('error', () => {}).destroy()
    },
  })
}

function tooLarge({ host, bodyBytesMax }: AnswerLimits): string {
  return `${host} answered with more than ${bodyBytesMax} bytes, the most allowed here.`
}

function toHeaders(received: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers()
  for (const [name, values] of Object.entries(received)) {
    for (const value of Array.isArray(values) ? values : [values]) {
      if (value === undefined) continue
      try {
        headers.append(name, value)
      } catch {
        // One that no HTTP client could read; the answer's others count.
      }
    }
  }
  return headers
}
