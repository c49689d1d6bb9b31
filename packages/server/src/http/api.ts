import { randomUUID } from 'node:crypto'
import { Refusal, type RefusalReason, refusals } from '@parley/protocol'
import type { ErrorBody } from '@parley/protocol/rest'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { authenticate, mustBeAllowed, SESSION_MS } from '../people/index.ts'
import { openApi } from './open-api.ts'
import type { ApiPorts, Route } from './route.ts'
import { routes } from './routes.ts'

export const SESSION_COOKIE = 'parley_session'

/** Serves the REST API: one way for every route to be checked, carried out and answered. */
export function serveApi(server: FastifyInstance, ports: ApiPorts, version: string): void {
  server.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  )
  for (const route of routes) {
    server.route({
      method: route.method,
      url: route.path,
      ...(route.bytesMax === undefined ? {} : { bodyLimit: route.bytesMax }),
      ...(route.body === undefined ? {} : { schema: { body: route.body } }),
      handler: (request, reply) => answer(ports, route, request, reply),
    })
  }
  let document: object | undefined
  server.get('/api/openapi.json', async () => {
    document ??= openApi(routes, version)
    return document
  })
}

async function answer(
  ports: ApiPorts,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  if (route.path.startsWith('/api/widget/')) {
    reply.header('access-control-allow-origin', '*').header('cache-control', 'max-age=60')
    // Any page may ask how its widget looks.
    reply.header('cross-origin-resource-policy', 'cross-origin')
  } else reply.header('cache-control', 'no-store')
  if (route.method !== 'GET') mustComeFromOwnPage(ports, request)
  const token = request.cookies[SESSION_COOKIE]
  const signedIn =
    route.action === undefined || token === undefined
      ? undefined
      : await authenticate(ports.people, token)
  if (route.action !== undefined) {
    if (signedIn === undefined) throw new Refusal('not_signed_in', 'Sign in first.')
    mustBeAllowed(signedIn.agent.role, route.action)
  }
  const cookie = {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: ports.publicUrl().startsWith('https:'),
  } as const
  const result = await route.handle(
    ports,
    {
      body: request.body,
      params: request.params as Record<string, string>,
      query: queryOf(request),
      address: request.ip,
      cookies: {
        set: (value) =>
          void reply.setCookie(SESSION_COOKIE, value, { ...cookie, maxAge: SESSION_MS / 1000 }),
        clear: () => void reply.clearCookie(SESSION_COOKIE, cookie),
      },
    },
    signedIn,
  )
  if (route.response === undefined) return reply.code(204).send()
  return result
}

function queryOf(request: FastifyRequest): Record<string, string> {
  const entries = Object.entries(request.query as Record<string, string | string[]>)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, (Array.isArray(value) ? value[0] : value) ?? '']),
  )
}

/** Browsers name the page that sends a request; one of another site may not act here. */
function mustComeFromOwnPage(ports: ApiPorts, request: FastifyRequest): void {
  const { origin, host } = request.headers
  if (origin === undefined || origin === new URL(ports.publicUrl()).origin) return
  if (URL.canParse(origin) && new URL(origin).host === host) return
  throw new Refusal('origin_not_allowed', 'This request must come from the console’s own page.')
}

/** The one place where a failure becomes a status: a refusal tells, anything else stays inside. */
export function translateErrors(
  server: FastifyInstance,
  report: (error: unknown, reference: string) => void,
): void {
  server.setErrorHandler((error: FastifyError | Refusal, _request, reply) => {
    const refusal = toRefusal(error, report)
    if (refusal.retryAfterMs > 0) {
      reply.header('retry-after', Math.ceil(refusal.retryAfterMs / 1000))
    }
    return reply.code(refusals[refusal.reason].http).send(toErrorBody(refusal))
  })
  server.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .send(toErrorBody(new Refusal('not_found', 'There is nothing at this address.'))),
  )
}

/** Statuses of the HTTP layer's own refusals, in our words. */
const reasonOf: Record<number, RefusalReason> = {
  400: 'bad_input',
  404: 'not_found',
  413: 'frame_too_large',
  415: 'bad_input',
  429: 'too_many_requests',
}

function toRefusal(
  error: FastifyError | Refusal,
  report: (error: unknown, reference: string) => void,
): Refusal {
  if (error instanceof Refusal) {
    if (error.cause !== undefined) report(error, error.reason)
    return error
  }
  const reason = reasonOf[error.statusCode ?? 500]
  if (reason !== undefined) return new Refusal(reason, error.message)
  const reference = randomUUID()
  report(error, reference)
  return new Refusal('internal', `The server failed. Tell its administrator: ${reference}.`)
}

function toErrorBody({ reason, message, retryAfterMs }: Refusal): ErrorBody {
  return { code: refusals[reason].code, reason, message, retryAfterMs }
}
