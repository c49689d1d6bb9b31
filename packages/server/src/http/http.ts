import { timingSafeEqual } from 'node:crypto'
import type { Server } from 'node:http'
import fastifyCookie from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Files } from '../files/index.ts'
import { serveApi, translateErrors } from './api.ts'
import { serveFiles } from './files.ts'
import { buildLazyValidator } from './lazy-validator.ts'
import { type PagesOptions, servePages } from './pages.ts'
import type { ApiPorts } from './route.ts'

/** Largest body of a REST request, in bytes. */
const BODY_BYTES_MAX = 65_536

/**
 * Connections that may wait to be accepted: after a restart everybody comes at once, and who finds no
 * room tries again only after seconds. The kernel's own bound (net.core.somaxconn) may be lower.
 */
const BACKLOG = 4_096

export interface HttpOptions {
  version: string
  trustProxy: boolean
  /** Undefined leaves `/metrics` open to whoever reaches the port. */
  metricsToken: string | undefined
}

export interface HttpPorts {
  api: ApiPorts
  pages: PagesOptions
  files: Files
  metrics: { text(): Promise<string>; contentType: string }
  /** Resolves when requests can be served; rejects with the reason when they cannot. */
  checkReadiness: () => Promise<void>
  /** A bug or a broken dependency; answered as `internal` with this reference. */
  report: (error: unknown, reference: string) => void
  options: HttpOptions
}

export interface Http extends AsyncDisposable {
  /** Other protocols may listen for upgrades here. */
  readonly server: Server
  /** Starts to listen; resolves with the port, which is a free one for 0. */
  listen(host: string, port: number): Promise<number>
}

/** Serves REST, pages and probes over one HTTP server. */
export async function createHttp(ports: HttpPorts): Promise<Http> {
  const { options } = ports
  const server = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    trustProxy: options.trustProxy,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false } },
    schemaController: { compilersFactory: { buildValidator: buildLazyValidator } },
  })
  await server.register(fastifyCookie)
  await server.register(fastifyStatic, {
    root: ports.pages.widgetFolder,
    serve: false,
    preCompressed: true,
  })
  addSecurityHeaders(server)
  translateErrors(server, ports.report)
  serveProbes(server, ports)
  serveApi(server, ports.api, options.version)
  serveFiles(server, ports.files)
  servePages(server, ports.pages)
  await server.ready()
  return {
    server: server.server,
    async listen(host, port) {
      await server.listen({ host, port, backlog: BACKLOG })
      const address = server.server.address()
      if (address === null || typeof address === 'string') throw new Error('no port was bound')
      return address.port
    },
    [Symbol.asyncDispose]: () => server.close(),
  }
}

function addSecurityHeaders(server: FastifyInstance): void {
  server.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'strict-origin-when-cross-origin')
    reply.header('permissions-policy', 'camera=(), geolocation=(), payment=()')
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    }
    if (!reply.hasHeader('cross-origin-resource-policy')) {
      reply.header('cross-origin-resource-policy', 'same-origin')
    }
  })
}

function serveProbes(server: FastifyInstance, ports: HttpPorts): void {
  server.get('/livez', async () => ({ status: 'live' }))
  server.get('/readyz', async (_request, reply) => {
    try {
      await ports.checkReadiness()
      return { status: 'ready' }
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown'
      return reply.code(503).send({ status: 'not ready', reason })
    }
  })
  server.get('/metrics', async (request, reply) => {
    const { metricsToken } = ports.options
    const given = request.headers.authorization ?? ''
    if (metricsToken !== undefined && !isSame(given, `Bearer ${metricsToken}`)) {
      return reply.code(401).send('The metrics need their token: PARLEY_METRICS_TOKEN.\n')
    }
    return reply.type(ports.metrics.contentType).send(await ports.metrics.text())
  })
}

/** Compares secrets in a time that tells nothing but their length. */
function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other)
}
