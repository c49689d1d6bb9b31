import {
  type Connection,
  ConnectionLost,
  type ConnectionOptions,
  createConnection,
  type Welcome,
} from '@parley/client'
import { Refusal, type ServerBodyOf } from '@parley/protocol'
import type { Identity, Page } from '../frame-messages.ts'
import { mergeIdentity } from './identity.ts'
import type { VisitorToken } from './visitor-token.ts'

const CLIENT = 'widget'

export type VisitorWelcome = Extract<Welcome['who'], { $case: 'visitor' }>['value']

export interface SessionOptions
  extends Pick<ConnectionOptions, 'url' | 'createSocket' | 'environment'> {
  channelId: string
  /** The visitor's language as it is when a connection opens. */
  locale: () => string
  token: VisitorToken
  /** Somebody else has signed in at the page: this browser's visitor is to be forgotten. */
  onStranger(): void
}

/** The connection as this visitor, and what the page knows of it. */
export interface Session {
  readonly connection: Connection
  /** Calls back with the welcome of every connect and reconnect as the visitor of this page. */
  onWelcome(listener: (visitor: VisitorWelcome) => void): void
  identify(identity: Identity): void
  visitPage(page: Page): void
}

/**
 * Connects as the visitor whose token is stored, or becomes a new one and stores its token. Tabs
 * that open at the same moment end up as one visitor: the one whose token was stored last.
 */
export function createSession({
  channelId,
  locale,
  token,
  onStranger,
  ...options
}: SessionOptions): Session {
  const listeners = new Set<(visitor: VisitorWelcome) => void>()
  let sentToken = ''
  let identity: Identity = {}
  let page: Page | undefined
  let toldPage: Page | undefined

  const connection = createConnection({
    ...options,
    hello: () => {
      sentToken = token.read()
      return {
        client: CLIENT,
        locale: locale(),
        credential: { $case: 'visitor', value: { channelId, visitorToken: sentToken } },
      }
    },
  })

  function welcomed({ who }: ServerBodyOf<'welcome'>): void {
    if (who?.$case !== 'visitor') return
    const { visitorToken } = who.value
    const stored = token.read()
    if (stored !== '' && stored !== sentToken && stored !== visitorToken) {
      // Another tab became a visitor at the same moment: this one joins it.
      connection.restart()
      return
    }
    if (stored !== visitorToken) token.write(visitorToken)
    for (const listener of listeners) listener(who.value)
  }

  function sendIdentity({ attributes = {}, name, email, phone, token: signed }: Identity): void {
    // An empty one takes nothing away: a proof ends by itself.
    const value = { name, email, phone, attributes, token: signed || undefined }
    connection.request({ $case: 'identifyContact', value }, 'done').catch((error: Error) => {
      // When the connection was lost, the next one tells it again.
      if (error instanceof ConnectionLost) return
      console.error('Parley: identify:', error.message)
      if (error instanceof Refusal && error.reason === 'conflict') onStranger()
    })
  }

  function tellPage(): void {
    if (page === undefined || page === toldPage || connection.status.state !== 'online') return
    toldPage = page
    connection.notify({ $case: 'visitPage', value: page })
  }

  connection.subscribe((event) => {
    if (event.type === 'welcomed') welcomed(event.welcome)
    if (event.type !== 'status_changed' || event.status.state !== 'online') return
    if (Object.keys(identity).length > 0) sendIdentity(identity)
    tellPage()
  })
  token.watch((stored) => {
    const who = connection.welcome?.who
    // One that was known before stays who it is; a new one gives way to the other tab's.
    if (sentToken !== '' || who?.$case !== 'visitor') return
    if (who.value.visitorToken !== stored) connection.restart()
  })

  return {
    connection,
    onWelcome: (listener) => listeners.add(listener),
    identify(next) {
      if (Object.keys(next).length === 0) return
      identity = mergeIdentity(identity, next)
      if (connection.status.state === 'online') sendIdentity(next)
    },
    visitPage(next) {
      page = next
      tellPage()
    },
  }
}
