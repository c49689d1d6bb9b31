import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { AssistantRoom } from '../assistant/index.ts'
import { type Channels, frameAncestors } from '../channels/index.ts'

/** The shop of a demo, which stands for a company's own site. */
export interface DemoShop {
  /** The channel that its pages carry. */
  channelId: string
  /** Signs who has signed in there, for the channel. */
  sign(customer: { name: string; email: string }): Promise<string>
}

export interface PagesOptions {
  channels: Channels
  assistant: Pick<AssistantRoom, 'avatarIn'>
  /** Folders of the built pages. */
  widgetFolder: string
  consoleFolder: string
  /** Undefined serves no shop. */
  demo: (DemoShop & { folder: string }) | undefined
}

const YEAR_S = 31_536_000
const EMAIL_LENGTH_MAX = 200
const NAME_LENGTH_MAX = 80

/** What every page of ours may load: its own files, and the socket. */
const ownFiles = [
  "default-src 'none'",
  "script-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' ws: wss:",
  "media-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'self'",
]

const consolePolicy = [
  ...ownFiles,
  // The component library adds style elements as it goes.
  "style-src 'self' 'unsafe-inline'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
].join('; ')

const framePolicy = [...ownFiles, "style-src 'self'", "style-src-attr 'unsafe-inline'"].join('; ')

const demoPolicy = [
  ...ownFiles,
  "style-src 'self' 'unsafe-inline'",
  "frame-src 'self'",
  "frame-ancestors 'self'",
].join('; ')

/** Serves the widget, the console and, in a demo, the shop. */
export function servePages(server: FastifyInstance, options: PagesOptions): void {
  const { channels, assistant, widgetFolder, consoleFolder, demo } = options
  server.get('/', (_request, reply) => reply.redirect('/console/'))
  serveWidget(server, channels, widgetFolder)
  serveAvatars(server, channels, assistant)
  serveConsole(server, consoleFolder)
  if (demo !== undefined) serveDemo(server, demo)
}

function serveWidget(server: FastifyInstance, channels: Channels, folder: string): void {
  const frameFile = join(folder, 'frame.html')
  server.get('/parley.js', (_request, reply) =>
    reply
      // Short, because pages of other sites carry this address for years.
      .header('cache-control', 'public, max-age=300')
      .header('cross-origin-resource-policy', 'cross-origin')
      .sendFile('parley.js', folder, { cacheControl: false }),
  )
  server.get<{ Params: { channelId: string } }>('/widget/:channelId', async (request, reply) => {
    const channel = await channels.find(request.params.channelId)
    if (channel === undefined) return reply.callNotFound()
    if (!existsSync(frameFile)) return notBuilt(reply)
    return reply
      .header('cache-control', 'no-cache')
      .header(
        'content-security-policy',
        `${framePolicy}; frame-ancestors ${frameAncestors(channel.allowedDomains)}`,
      )
      .header('cross-origin-resource-policy', 'cross-origin')
      .type('text/html')
      .send(readFileSync(frameFile))
  })
  serveHashed(server, '/widget-assets/', join(folder, 'widget-assets'))
}

function serveAvatars(
  server: FastifyInstance,
  channels: Channels,
  assistant: PagesOptions['assistant'],
): void {
  server.get<{ Params: { channelId: string } }>(
    '/widget/:channelId/avatar',
    async (request, reply) => {
      const channel = await channels.find(request.params.channelId)
      const avatar = channel && assistant.avatarIn(channel.workspaceId, channel.id)
      if (avatar === undefined) return reply.callNotFound()
      return reply
        .header('cache-control', `public, max-age=${YEAR_S}, immutable`)
        .type(avatar.mediaType)
        .send(avatar.bytes)
    },
  )
}

function serveConsole(server: FastifyInstance, folder: string): void {
  const page = join(folder, 'index.html')
  const sendPage = (reply: FastifyReply) => {
    if (!existsSync(page)) return notBuilt(reply)
    return reply
      .header('content-security-policy', consolePolicy)
      .header('cache-control', 'no-cache')
      .type('text/html')
      .send(readFileSync(page))
  }
  serveHashed(server, '/console/assets/', join(folder, 'assets'))
  server.get('/console', (_request, reply) => reply.redirect('/console/'))
  server.get('/console/', (_request, reply) => sendPage(reply))
  server.get<{ Params: { '*': string } }>('/console/*', (request, reply) => {
    const name = request.params['*']
    // Files beside the page (icons, sounds) have a dot; every other address is the page's own.
    if (/^[\w-]+\.(svg|png|ico|webmanifest|mp3|js)$/.test(name)) {
      return reply.sendFile(name, folder)
    }
    return sendPage(reply)
  })
}

function serveDemo(
  server: FastifyInstance,
  { folder, channelId, sign }: DemoShop & { folder: string },
): void {
  server.get('/demo', (_request, reply) => reply.redirect('/demo/'))
  // The shop believes whoever signs in; a real one asks for a password first.
  server.get<{ Querystring: { name?: string; email?: string } }>(
    '/demo/signature',
    async ({ query }, reply) => {
      const { name = '', email = '' } = query
      if (!/^\S+@\S+$/.test(email) || email.length > EMAIL_LENGTH_MAX) return reply.callNotFound()
      const token = await sign({ name: name.slice(0, NAME_LENGTH_MAX), email })
      return reply.header('cache-control', 'no-store').send({ token })
    },
  )
  server.get<{ Params: { '*': string } }>('/demo/*', (request, reply) => {
    const name = request.params['*']
    if (name === '') return reply.redirect(demoHome(request.headers['accept-language']))
    if (!name.endsWith('.html')) return reply.sendFile(name, folder)
    if (!/^[\w-]+\.html$/.test(name) || !existsSync(join(folder, name))) {
      return reply.callNotFound()
    }
    return reply
      .header('content-security-policy', demoPolicy)
      .type('text/html')
      .send(readShopPage(folder, name).replaceAll('__CHANNEL_ID__', channelId))
  })
}

/** A page of the shop, with the parts in it that all pages of its language share. */
function readShopPage(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8').replaceAll(
    /<!-- include ([\w-]+\.part) -->/g,
    (_, part: string) => readFileSync(join(folder, part), 'utf8'),
  )
}

/** The shop's home in the first language that the browser wants and the shop speaks. */
function demoHome(acceptLanguage = ''): string {
  const languages = acceptLanguage.split(',').map((language) => language.trim())
  const wanted = languages.find((language) => /^(zh|en)\b/i.test(language)) ?? 'en'
  return /^zh/i.test(wanted) ? '/demo/index.html' : '/demo/en.html'
}

/** Files whose names change with their content; `npm run build` put smaller copies beside them. */
function serveHashed(server: FastifyInstance, prefix: string, folder: string): void {
  if (!existsSync(folder)) return
  server.register(fastifyStatic, {
    root: folder,
    prefix,
    decorateReply: false,
    preCompressed: true,
    immutable: true,
    maxAge: YEAR_S * 1000,
    setHeaders: (reply) => {
      reply.header('cross-origin-resource-policy', 'cross-origin')
    },
  })
}

function notBuilt(reply: FastifyReply) {
  return reply
    .code(503)
    .type('text/plain; charset=utf-8')
    .send('The pages are not built yet. Run "npm run build" and start again.\n')
}
