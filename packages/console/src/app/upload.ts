import { isRefusalReason, Refusal } from '@parley/protocol'
import type { ErrorBody } from '@parley/protocol/rest'

/**
 * Sends a file's bytes to the REST API and tells how much has left, from 0 to 1. Resolves with the
 * answer, after the server has read the file.
 *
 * @throws {Refusal} what the server refused; `overloaded` when it could not be reached.
 */
export function upload<Answer>(
  path: string,
  file: Blob,
  onProgress: (share: number) => void,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  // `fetch` tells nothing of what has been sent.
  const request = new XMLHttpRequest()
  request.open('POST', path)
  request.responseType = 'json'
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total)
  request.onload = () => {
    const answer: unknown = request.response
    if (request.status >= 200 && request.status < 300) return resolve(answer as Answer)
    const { reason = 'internal', message = '', retryAfterMs = 0 } = (answer ?? {}) as ErrorBody
    reject(new Refusal(isRefusalReason(reason) ? reason : 'internal', message, { retryAfterMs }))
  }
  request.onerror = () =>
    reject(new Refusal('overloaded', 'The server cannot be reached. Try again in a moment.'))
  request.send(file)
  return promise
}
