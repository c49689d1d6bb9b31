import { type Connection, type ConnectionOptions, createConnection } from '@parley/client'
import type { ClientBodyOf } from '@parley/protocol'
import type { Role } from '@parley/protocol/rest'
import { pino } from 'pino'
import { WebSocket } from 'ws'
import { type App, createApp } from '../../src/app.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { createWorkspace, joinAgent, listAgents, setPassword } from '../../src/people/index.ts'
import { STAFF_PASSWORD } from './staff.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A whole server on a free port, with one workspace, one channel, and what a test asks for. */
export interface TestServer extends AsyncDisposable {
  app: App
  url: string
  workspaceId: string
  channelId: string
  /** Makes an agent; returns its e-mail. */
  addAgent(name: string, role?: Role, workspaceId?: string): Promise<string>
  /** Signs in; returns the Cookie header. */
  signIn(email: string): Promise<string>
  request(path: string, options?: RequestOptions): Promise<Response>
  /** The bytes at a path that must be there. */
  load(path: string | undefined): Promise<Uint8Array>
  /** A visitor's connection; the token of an earlier welcome brings the same visitor back. */
  visitor(token?: string, options?: Partial<ConnectionOptions>): Connection
  agent(cookie: string, options?: Partial<ConnectionOptions>): Connection
}

interface RequestOptions {
  method?: string
  body?: unknown
  cookie?: string
  origin?: string
}

export async function startServer(change: Record<string, string> = {}): Promise<TestServer> {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder())
  const config: Config = readConfig(
    // Agents take by themselves, unless a test is about routing.
    {
      PARLEY_PORT: '0',
      PARLEY_DATA_DIR: folder.path,
      PARLEY_ROUTING_POLICY: 'manual',
      ...change,
    },
    folder.path,
  )
  const app = opened.use(await createApp(config, { log: pino({ level: 'silent' }) }))
  const workspace = await createWorkspace(app.people, 'Tea')
  const channel = await app.channels.create(workspace.id, 'Website')
  const connections = opened.adopt([] as Connection[], (all) => {
    for (const connection of all) connection.close()
  })
  const url = `http://127.0.0.1:${app.port}`
  const closing = opened.move()

  function connect(
    credential: ClientBodyOf<'hello'>['credential'],
    headers: Record<string, string>,
    options: Partial<ConnectionOptions>,
  ): Connection {
    const connection = createConnection({
      url: `${url.replace('http', 'ws')}/ws`,
      hello: () => ({ client: 'test', locale: 'en', credential }),
      createSocket: (to) => new WebSocket(to, { headers }) as never,
      ...options,
    })
    connections.push(connection)
    return connection
  }

  const server: TestServer = {
    app,
    url,
    workspaceId: workspace.id,
    channelId: channel.id,
    async addAgent(name, role = 'agent', workspaceId = workspace.id) {
      const email = `${name.toLowerCase()}@tea.example`
      await joinAgent(app.people, { workspaceId, email, name, role, locale: 'en' })
      const agents = await listAgents(app.people, workspaceId)
      const { id } = agents.find((agent) => agent.email === email) ?? { id: '' }
      await setPassword(app.people, id, STAFF_PASSWORD)
      return email
    },
    async signIn(email) {
      const response = await server.request('/api/sign-in', {
        method: 'POST',
        body: { email, password: STAFF_PASSWORD },
      })
      if (!response.ok) throw new Error(`sign-in: ${await response.text()}`)
      return (response.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? ''
    },
    request(path, { method = 'GET', body, cookie, origin } = {}) {
      return fetch(`${url}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(cookie === undefined ? {} : { cookie }),
          ...(origin === undefined ? {} : { origin }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    },
    async load(path = '') {
      const response = await server.request(path)
      if (!response.ok) throw new Error(`${response.status} ${path}`)
      return new Uint8Array(await response.arrayBuffer())
    },
    visitor(visitorToken = '', options = {}) {
      const value = { channelId: channel.id, visitorToken }
      return connect({ $case: 'visitor', value }, {}, options)
    },
    agent: (cookie, options = {}) =>
      connect({ $case: 'agent', value: {} }, { cookie, origin: url }, options),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
  return server
}
