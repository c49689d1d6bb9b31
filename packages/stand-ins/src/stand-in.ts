import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { coze } from './makes/coze.ts'
import { dify } from './makes/dify.ts'
import { fastgpt } from './makes/fastgpt.ts'
import { maxkb } from './makes/maxkb.ts'
import { openai } from './makes/openai.ts'
import { ragflow } from './makes/ragflow.ts'
import { play } from './play.ts'
import type { Dialect, Script, StandInRequest } from './script.ts'

const dialects = { coze, dify, fastgpt, maxkb, openai, ragflow }

export type StandInMake = keyof typeof dialects

export interface StandInOptions {
  /** @default 0, any free one */
  port?: number
  /** How it answers; a function decides for each request. May be changed at any time. */
  script?: Script | ((request: StandInRequest) => Script)
  /** A key that requests must bear; none given takes any. */
  key?: string
  /** Requests that are remembered, the newest. @default 1_000 */
  requestsMax?: number
}

/** A local server that speaks as an engine of one make does. */
export interface StandIn extends AsyncDisposable {
  /** As an engine's setup wants it. */
  readonly baseUrl: string
  readonly port: number
  script: Script | ((request: StandInRequest) => Script)
  /** What came in, the oldest first. */
  readonly requests: StandInRequest[]
  /** Connections that are open. */
  connections(): Promise<number>
}

/** Starts a stand-in on a port of this machine alone. */
export async function startStandIn(
  make: StandInMake,
  options: StandInOptions = {},
): Promise<StandIn> {
  const dialect: Dialect = dialects[make]
  const { key, requestsMax = 1_000 } = options
  const requests: StandInRequest[] = []
  const server = createServer((incoming, response) => {
    void serve(incoming, response)
  })
  server.keepAliveTimeout = 5_000
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const standIn: StandIn = {
    baseUrl: `http://127.0.0.1:${port}${dialect.basePath}`,
    port,
    script: options.script ?? {},
    requests,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController()
    const request = await read(incoming).catch(() => undefined)
    if (request === undefined) return
    requests.push(request)
    if (requests.length > requestsMax) requests.shift()
    response.on('error', () => {})
    response.on('close', () => {
      request.isAnswered = response.writableFinished
      request.isAborted = !response.writableFinished
      gone.abort()
    })
    try {
      await answer(request, response, gone.signal)
    } catch (error) {
      if (!gone.signal.aborted) response.destroy(error as Error)
    }
  }

  async function answer(
    request: StandInRequest,
    response: ServerResponse,
    gone: AbortSignal,
  ): Promise<void> {
    const script = typeof standIn.script === 'function' ? standIn.script(request) : standIn.script
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
      response.end(JSON.stringify(body))
    }
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) {
      json(401, { code: 401, message: `The key ${request.headers.authorization} is not known.` })
      return
    }
    const made = dialect.answer(request, script)
    if (made === undefined) {
      json(404, { code: 404, message: `There is no ${request.method} ${request.path}.` })
      return
    }
    if ('json' in made && script.isEverywhere !== true) {
      await sleep(made.delayMs ?? 0, undefined, { signal: gone })
      json(made.status ?? 200, made.json)
      return
    }
    if (script.stall === 'before_head') return
    if (script.reply !== undefined) {
      const { status, body, headers } = script.reply
      response.writeHead(status, { 'content-type': 'text/plain', ...headers })
      response.end(body)
      return
    }
    if (script.failure?.at === 'head') {
      const { code, message } = script.failure
      const refusal = dialect.refusal(code, message)
      json(script.failure.status ?? refusal.status, refusal.json)
      return
    }
    if ('json' in made) {
      json(made.status ?? 200, made.json)
      return
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-request-id': 'request-1',
    })
    response.flushHeaders()
    await play(made.stream, script, response, gone)
  }

  return standIn
}

async function read(incoming: IncomingMessage): Promise<StandInRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  let body: Record<string, unknown> = {}
  try {
    body = JSON.parse(text)
  } catch {
    // No JSON; the text is there.
  }
  const { method = '', url = '', headers } = incoming
  return { method, path: url, headers, text, body, isAborted: false, isAnswered: false }
}
