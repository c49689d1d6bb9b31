import { createReadStream } from 'node:fs'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { contentDisposition, type Download, type Files, type StoredBytes } from '../files/index.ts'
import { parseRange } from './range.ts'

/**
 * Nothing in a file may run, load or be framed, whatever a browser makes of it. A picture or film
 * that somebody opens in a tab of its own is shown by a page that the browser makes around it.
 */
const filePolicy =
  "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"

/** Serves files to whoever has a link that is signed and not expired; the link is the permission. */
export function serveFiles(server: FastifyInstance, files: Files): void {
  // A wildcard, because a name may be longer than a part of a path may be.
  server.get<{ Params: { token: string; '*': string } }>(
    '/files/:token/*',
    async (request, reply) => {
      const { token, '*': name } = request.params
      const download = await files.open(token, name)
      if (download === undefined) return reply.callNotFound()
      addFileHeaders(reply, download, name)
      const { content, tag } = download
      if (request.headers['if-none-match'] === `"${tag}"`) return reply.code(304).send()
      const { range: asked, 'if-range': condition } = request.headers
      const isRangeWanted = condition === undefined || condition === `"${tag}"`
      const range = parseRange(isRangeWanted ? asked : undefined, content.size)
      if (range === 'unsatisfiable') {
        return reply.code(416).header('content-range', `bytes */${content.size}`).send()
      }
      const { start, end } = range ?? { start: 0, end: content.size - 1 }
      if (range !== undefined) {
        reply.code(206).header('content-range', `bytes ${start}-${end}/${content.size}`)
      }
      reply.header('content-length', end - start + 1)
      return reply.send(piece(content, start, end))
    },
  )
}

function addFileHeaders(reply: FastifyReply, download: Download, name: string): void {
  const { inlineType, tag, expiresInMs } = download
  reply
    .type(inlineType || 'application/octet-stream')
    .header('content-disposition', contentDisposition(inlineType ? 'inline' : 'attachment', name))
    .header('content-security-policy', filePolicy)
    .header('cross-origin-resource-policy', 'same-origin')
    // Kept by the browser alone, as long as the link is good.
    .header('cache-control', `private, max-age=${Math.floor(expiresInMs / 1_000)}, immutable`)
    .header('etag', `"${tag}"`)
    .header('accept-ranges', 'bytes')
}

function piece(content: StoredBytes, start: number, end: number) {
  return content.kind === 'memory'
    ? Buffer.from(content.bytes.buffer, content.bytes.byteOffset + start, end - start + 1)
    : createReadStream(content.path, { start, end })
}
