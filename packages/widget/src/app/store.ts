import type { Unsettled } from '@parley/browser'
import {
  type Connection,
  type ConnectionStatus,
  createConnection,
  createCursors,
  createOutbox,
  createThread,
  createTyping,
  localStorageOutbox,
  type Outbox,
  type PendingMessage,
  type Thread,
  type ThreadState,
  type Typist,
} from '@parley/client'
import {
  AuthorKind,
  type Conversation,
  ConversationStatus,
  type Message,
  type ServerBody,
} from '@parley/protocol'
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Identity, Page } from '../frame-messages.ts'
import type { VisitorToken } from './visitor-token.ts'

/** What stands on the screen. A thread without an id is one that its first message will open. */
export type View = { name: 'home' } | { name: 'thread'; conversationId: string }

export interface StoreOptions {
  url: string
  channelId: string
  locale: string
  token: VisitorToken
  /** Another side wrote, and nobody is looking. */
  onUnseen: (message: Message) => void
}

/** All that the widget knows, and all that a visitor can do. */
export interface Store {
  view: ReadonlySignal<View>
  status: ReadonlySignal<ConnectionStatus>
  conversations: ReadonlySignal<readonly Conversation[]>
  current: ReadonlySignal<Conversation | undefined>
  thread: ReadonlySignal<ThreadState | undefined>
  /** What the thread's log does not show yet: unsent messages, and sent ones still on their way back. */
  unsettled: ReadonlySignal<readonly Unsettled[]>
  /** Name of the agent who types in the thread on screen. */
  typist: ReadonlySignal<string | undefined>
  isStaffed: ReadonlySignal<boolean>
  unread: ReadonlySignal<number>
  /** First unread seq when the thread was opened; 0 when there was none. */
  firstUnreadSeq: ReadonlySignal<number>
  showHome(): void
  showThread(conversationId: string): void
  setVisible(isVisible: boolean): void
  /** The end of the thread is on screen (or not any more). */
  setAtEnd(isAtEnd: boolean): void
  loadOlder(): Promise<void>
  send(text: string): void
  retry(clientId: string): void
  discard(clientId: string): void
  type(text: string): void
  identify(identity: Identity): void
  visitPage(page: Page): void
  retryNow(): void
}

const CLIENT = 'widget'

export function createStore(options: StoreOptions): Store {
  const { token } = options
  const view = signal<View>({ name: 'home' })
  const status = signal<ConnectionStatus>({ state: 'connecting' })
  const conversations = signal<readonly Conversation[]>([])
  const threadState = signal<ThreadState | undefined>(undefined)
  const pending = signal<readonly PendingMessage[]>([])
  /** Acked messages that their thread may not have fetched yet. */
  const acked = signal<readonly (PendingMessage & { seq: number })[]>([])
  const isStaffed = signal(false)
  const firstUnreadSeq = signal(0)
  const currentId = computed(() => (view.value.name === 'thread' ? view.value.conversationId : ''))
  const current = computed(() => conversations.value.find(({ id }) => id === currentId.value))
  const unsettled = computed(() => {
    const lastSeq = threadState.value?.messages.at(-1)?.seq ?? 0
    const here = ({ conversationId }: PendingMessage) => conversationId === currentId.value
    return [
      ...acked.value
        .filter((message) => here(message) && message.seq > lastSeq)
        .map((message) => ({ ...message, state: 'sent' as const })),
      ...pending.value.filter(here),
    ]
  })
  const unread = computed(() =>
    conversations.value.reduce((sum, { unreadCount }) => sum + unreadCount, 0),
  )
  let isVisible = false
  let isAtEnd = true
  let thread: Thread | undefined
  let identity: Identity | undefined
  let page: Page | undefined
  let sentToken = ''

  const connection: Connection = createConnection({
    url: options.url,
    hello: () => {
      sentToken = token.read()
      return {
        client: CLIENT,
        locale: options.locale,
        credential: {
          $case: 'visitor',
          value: { channelId: options.channelId, visitorToken: sentToken },
        },
      }
    },
  })
  const outbox: Outbox = createOutbox({
    connection,
    storage: localStorageOutbox(`parley.outbox.${options.channelId}`),
  })
  const cursors = createCursors(connection)
  const typing = createTyping(connection)
  const typists = signal<ReadonlyMap<string, Typist>>(typing.typists)
  typing.subscribe(() => {
    typists.value = typing.typists
  })

  function change(id: string, alter: (conversation: Conversation) => Conversation): void {
    conversations.value = conversations.value.map((one) => (one.id === id ? alter(one) : one))
  }

  /** Takes a newer state in, or passes an older one over. */
  function merge(next: Conversation): void {
    const known = conversations.value.find(({ id }) => id === next.id)
    if (known === undefined) {
      conversations.value = [next, ...conversations.value]
      return
    }
    if (next.version < known.version) return
    change(next.id, () => (next.lastSeq < known.lastSeq ? { ...next, ...newer(known) } : next))
  }

  function welcomed(welcome: NonNullable<Connection['welcome']>): void {
    if (welcome.who?.$case !== 'visitor') return
    const visitor = welcome.who.value
    const stored = token.read()
    if (stored !== '' && stored !== sentToken && stored !== visitor.visitorToken) {
      // Another tab became a visitor at the same moment: this one joins it.
      connection.restart()
      return
    }
    if (stored !== visitor.visitorToken) token.write(visitor.visitorToken)
    batch(() => {
      conversations.value = visitor.conversations
      isStaffed.value = visitor.isStaffed
      typing.isPreviewOn = visitor.isTypingPreviewOn
    })
    if (identity !== undefined) sendIdentity(identity)
    if (page !== undefined) connection.notify({ $case: 'visitPage', value: page })
    see()
  }

  function sendIdentity({ attributes = {}, name, email, phone }: Identity): void {
    connection.notify({
      $case: 'identifyContact',
      value: { name, email, phone, attributes },
    })
  }

  function posted(message: Message): void {
    const { conversationId, seq, authorKind, content } = message
    const isSpoken = content?.$case === 'text'
    const isTheirs = isSpoken && authorKind !== AuthorKind.CONTACT
    change(conversationId, (one) => {
      if (seq <= one.lastSeq) return one
      return {
        ...one,
        lastSeq: seq,
        ...(isSpoken
          ? {
              activeAt: message.postedAt,
              preview: { authorKind, text: content.value.text, postedAt: message.postedAt },
            }
          : {}),
        unreadCount: one.unreadCount + (isTheirs ? 1 : 0),
      }
    })
    if (isTheirs) {
      typing.heard(conversationId)
      if (!isSeen(conversationId)) options.onUnseen(message)
    }
    cursors.delivered(conversationId, seq)
    see()
  }

  function pushed(body: ServerBody): void {
    switch (body.$case) {
      case 'messagePosted':
        if (body.value.message !== undefined) posted(body.value.message)
        return
      case 'conversationChanged':
        if (body.value.conversation !== undefined) merge(body.value.conversation)
        return
      case 'cursorMoved': {
        const { conversationId, side, deliveredSeq, readSeq } = body.value
        change(conversationId, (one) =>
          side === AuthorKind.AGENT
            ? { ...one, agentDeliveredSeq: deliveredSeq, agentReadSeq: readSeq }
            : {
                ...one,
                contactDeliveredSeq: deliveredSeq,
                contactReadSeq: readSeq,
                unreadCount: readSeq >= one.lastSeq ? 0 : one.unreadCount,
              },
        )
        return
      }
      case 'typingChanged':
        if (body.value.authorKind !== AuthorKind.CONTACT) typing.changed(body.value)
        return
      case 'presenceChanged':
        isStaffed.value = body.value.isStaffed
        return
    }
  }

  const isSeen = (conversationId: string) =>
    isVisible && isAtEnd && conversationId !== '' && conversationId === currentId.value

  /** Says how far the visitor has read, when the newest message is in front of its eyes. */
  function see(): void {
    const conversation = current.value
    if (conversation === undefined || !isSeen(conversation.id)) return
    if (conversation.unreadCount > 0) change(conversation.id, (one) => ({ ...one, unreadCount: 0 }))
    if (conversation.contactReadSeq < conversation.lastSeq) {
      cursors.read(conversation.id, conversation.lastSeq)
    }
  }

  function openThread(conversationId: string): void {
    thread?.close()
    thread = conversationId === '' ? undefined : createThread({ connection, conversationId })
    const opened = thread
    threadState.value = opened?.state
    opened?.subscribe(() => {
      threadState.value = opened.state
    })
  }

  connection.subscribe((event) => {
    switch (event.type) {
      case 'status_changed':
        status.value = event.status
        return
      case 'welcomed':
        welcomed(event.welcome)
        return
      case 'pushed':
        batch(() => pushed(event.body))
        return
    }
  })
  outbox.subscribe((event) => {
    pending.value = outbox.pending
    if (event.type === 'changed') return
    const posted = event.type === 'posted' ? event.posted : event.started.posted
    if (posted !== undefined) {
      const { conversationId, seq } = posted
      acked.value = [...acked.value.slice(-20), { ...event.pending, conversationId, seq }]
    }
    if (event.type !== 'started' || event.started.conversation === undefined) return
    merge(event.started.conversation)
    if (view.value.name === 'thread' && currentId.value === '') {
      view.value = { name: 'thread', conversationId: event.started.conversation.id }
      openThread(event.started.conversation.id)
    }
  })
  pending.value = outbox.pending
  token.watch((other) => {
    const isMine = other === sentToken || other === token.read()
    if (!isMine || conversations.value.length > 0) return
    if (connection.welcome?.who?.$case !== 'visitor') return
    if (connection.welcome.who.value.visitorToken !== other) connection.restart()
  })

  return {
    view,
    status,
    conversations,
    current,
    thread: threadState,
    unsettled,
    typist: computed(() => typists.value.get(currentId.value)?.name),
    isStaffed,
    unread,
    firstUnreadSeq,
    showHome() {
      openThread('')
      view.value = { name: 'home' }
    },
    showThread(conversationId) {
      const conversation = conversations.value.find(({ id }) => id === conversationId)
      firstUnreadSeq.value =
        (conversation?.unreadCount ?? 0) > 0 ? (conversation?.contactReadSeq ?? 0) + 1 : 0
      isAtEnd = true
      openThread(conversationId)
      view.value = { name: 'thread', conversationId }
      see()
    },
    setVisible(next) {
      isVisible = next
      if (next) connection.retryNow()
      see()
    },
    setAtEnd(next) {
      isAtEnd = next
      see()
    },
    loadOlder: async () => thread?.loadOlder(),
    send(text) {
      typing.stop()
      outbox.post({ conversationId: currentId.value, kind: 'text', text })
    },
    retry: outbox.retry,
    discard: outbox.discard,
    type: (text) => typing.typed(currentId.value, text),
    identify(next) {
      if (Object.keys(next).length === 0) return
      identity = { ...identity, ...next }
      if (status.value.state === 'online') sendIdentity(next)
    },
    visitPage(next) {
      page = next
      connection.notify({ $case: 'visitPage', value: next })
    },
    retryNow: connection.retryNow,
  }
}

/** The parts of a conversation that follow its log, where ours is ahead of what was pushed. */
function newer({ lastSeq, preview, activeAt, unreadCount }: Conversation) {
  return { lastSeq, preview, activeAt, unreadCount }
}

/** Whether the conversation has come to its end, for now. */
export function isResolved(conversation: Conversation | undefined): boolean {
  return conversation?.status === ConversationStatus.RESOLVED
}
