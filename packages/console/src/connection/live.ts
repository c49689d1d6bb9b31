import { fileLabel } from '@parley/browser'
import { indexedDbFiles } from '@parley/browser/files'
import {
  type AnswerDrafts,
  type Connection,
  type Cursors,
  createAnswerDrafts,
  createConnection,
  createCursors,
  createLinks,
  createOffers,
  createOutbox,
  createTyping,
  createUploads,
  type Links,
  localStorageOutbox,
  type Offers,
  type Outbox,
  type Typing,
  type Uploads,
} from '@parley/client'
import {
  type AgentPresence,
  AuthorKind,
  type Conversation,
  type Message,
  Presence,
  type ServerBody,
} from '@parley/protocol'
import type { Me } from '@parley/protocol/rest'
import { currentLocale } from '../i18n/index.ts'
import { createInbox, type Inbox } from '../inbox/inbox.ts'
import { newer } from '../inbox/rows.ts'
import { createWaitingAlerts } from './waiting-alerts.ts'

/** Something that an agent should notice. */
export type Alert =
  | { kind: 'message'; text: string; conversation: Conversation | undefined }
  | { kind: 'conversation'; conversation: Conversation }

/** The state that every part of the console may look at; immutable, a new object on every change. */
export interface LiveState {
  status: Connection['status']
  /** From the first welcome on. */
  hasBeenOnline: boolean
  presence: Presence
  agents: readonly AgentPresence[]
  /** Conversations whose details were looked at or pushed, as they stand now. */
  conversations: ReadonlyMap<string, Conversation>
}

/** The console's connection and what lives on it. */
export interface Live {
  readonly connection: Connection
  readonly outbox: Outbox
  readonly uploads: Uploads
  readonly links: Links
  readonly inbox: Inbox
  /** Conversations that routing offers to this agent. */
  readonly offers: Offers
  readonly typing: Typing
  /** What the assistant is writing in the conversations on screen. */
  readonly answers: AnswerDrafts
  readonly cursors: Cursors
  readonly state: LiveState
  readonly me: Me
  subscribe(listener: () => void): () => void
  onAlert(listener: (alert: Alert) => void): () => void
  choosePresence(presence: Presence): Promise<void>
  /** Follows a conversation that may be somebody else's; returns what ends it. */
  watch(conversationId: string): () => void
  learn(conversation: Conversation): void
  close(): void
}

/** Conversations remembered beside the lists. */
const CONVERSATIONS_MAX = 200

/** Opens the console's one connection, for a signed-in agent. */
export function createLive(me: Me): Live {
  const connection = createConnection({
    url: `${location.origin.replace(/^http/, 'ws')}/ws`,
    hello: () => ({
      client: 'console',
      locale: me.locale,
      credential: { $case: 'agent', value: {} },
    }),
  })
  const uploads = createUploads({ connection, storage: indexedDbFiles('parley.files') })
  const links = createLinks(connection)
  const outbox = createOutbox({
    connection,
    uploads,
    storage: localStorageOutbox(`parley.outbox.${me.agent.id}`),
  })
  const offers = createOffers(connection)
  const inbox = createInbox(connection, () => me.agent.id)
  const typing = createTyping(connection)
  const answers = createAnswerDrafts(connection)
  const cursors = createCursors(connection)
  const listeners = new Set<() => void>()
  const alertListeners = new Set<(alert: Alert) => void>()
  const watched = new Map<string, number>()
  let state: LiveState = {
    status: connection.status,
    hasBeenOnline: false,
    presence: Presence.OFFLINE,
    agents: [],
    conversations: new Map(),
  }

  function update(change: Partial<LiveState>): void {
    state = { ...state, ...change }
    for (const listener of [...listeners]) listener()
  }

  function learn(conversation: Conversation): void {
    const known = state.conversations.get(conversation.id)
    const next = newer(known, conversation)
    if (next === known) return
    const conversations = new Map(state.conversations)
    conversations.delete(conversation.id)
    conversations.set(conversation.id, next)
    if (conversations.size > CONVERSATIONS_MAX) {
      const [oldest] = conversations.keys()
      if (oldest !== undefined && !watched.has(oldest)) conversations.delete(oldest)
    }
    update({ conversations })
  }

  function alter(id: string, change: (conversation: Conversation) => Conversation): void {
    const known = state.conversations.get(id)
    if (known === undefined) return
    update({ conversations: new Map(state.conversations).set(id, change(known)) })
  }

  function alert(one: Alert): void {
    for (const listener of [...alertListeners]) listener(one)
  }

  function posted(message: Message): void {
    const { conversationId, seq, authorKind, content } = message
    alter(conversationId, (one) => ({ ...one, lastSeq: Math.max(one.lastSeq, seq) }))
    const isSaid = content?.$case === 'text' || content?.$case === 'file'
    if (authorKind !== AuthorKind.CONTACT || !isSaid) return
    typing.heard(conversationId)
    cursors.delivered(conversationId, seq)
    const conversation = state.conversations.get(conversationId) ?? inbox.find(conversationId)
    const text =
      content.$case === 'text'
        ? content.value.text
        : fileLabel({ fileKind: content.value.kind, fileName: content.value.name }, currentLocale())
    alert({ kind: 'message', text, conversation })
  }

  function pushed(body: ServerBody): void {
    switch (body.$case) {
      case 'messagePosted':
        if (body.value.message !== undefined) posted(body.value.message)
        return
      case 'conversationChanged':
        if (body.value.conversation === undefined) return
        waiting.changed(body.value.conversation)
        learn(body.value.conversation)
        inbox.take([body.value.conversation])
        return
      case 'inboxChanged':
        waiting.inLists(body.value.conversations)
        for (const conversation of body.value.conversations) {
          if (state.conversations.has(conversation.id)) learn(conversation)
        }
        inbox.changed(body.value)
        return
      case 'cursorMoved': {
        const { conversationId, side, deliveredSeq, readSeq } = body.value
        alter(conversationId, (one) =>
          side === AuthorKind.CONTACT
            ? { ...one, contactDeliveredSeq: deliveredSeq, contactReadSeq: readSeq }
            : { ...one, agentDeliveredSeq: deliveredSeq, agentReadSeq: readSeq },
        )
        return
      }
      case 'typingChanged':
        typing.changed(body.value)
        return
      case 'presenceChanged': {
        const { agent } = body.value
        if (agent === undefined) return
        const others = state.agents.filter(({ agentId }) => agentId !== agent.agentId)
        update({
          agents: [...others, agent].sort((one, other) => one.name.localeCompare(other.name)),
          ...(agent.agentId === me.agent.id ? { presence: agent.presence } : {}),
        })
        return
      }
    }
  }

  const waiting = createWaitingAlerts({
    agentId: me.agent.id,
    find: (id) => inbox.find(id) ?? state.conversations.get(id),
    listed: (id) => inbox.find(id),
    alert: (conversation) => alert({ kind: 'conversation', conversation }),
  })
  offers.onOffered(({ conversation }) => alert({ kind: 'conversation', conversation }))

  connection.subscribe((event) => {
    switch (event.type) {
      case 'status_changed':
        update({ status: event.status })
        return
      case 'welcomed': {
        const { who } = event.welcome
        if (who?.$case === 'agent') {
          const { presence, agents } = who.value
          update({ presence, agents, hasBeenOnline: true })
        }
        // Asked now, sent right after the welcome: what changed meanwhile comes with them.
        inbox.refresh()
        for (const conversationId of watched.keys()) tellWatch(conversationId, true)
        return
      }
      case 'pushed':
        pushed(event.body)
        return
    }
  })

  function tellWatch(conversationId: string, isWatching: boolean): void {
    connection
      .request({ $case: 'watch', value: { conversationId, isWatching } }, 'done')
      // Watched again after the next welcome; a conversation out of reach shows as such.
      .catch(() => {})
  }

  return {
    connection,
    outbox,
    uploads,
    links,
    inbox,
    offers,
    typing,
    answers,
    cursors,
    me,
    get state() {
      return state
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onAlert(listener) {
      alertListeners.add(listener)
      return () => alertListeners.delete(listener)
    },
    async choosePresence(presence) {
      await connection.request({ $case: 'setPresence', value: { presence } }, 'done')
      update({ presence })
    },
    watch(conversationId) {
      const count = watched.get(conversationId) ?? 0
      watched.set(conversationId, count + 1)
      if (count === 0 && connection.status.state === 'online') tellWatch(conversationId, true)
      return () => {
        const left = (watched.get(conversationId) ?? 1) - 1
        if (left > 0) {
          watched.set(conversationId, left)
          return
        }
        watched.delete(conversationId)
        if (connection.status.state === 'online') tellWatch(conversationId, false)
      }
    },
    learn,
    close() {
      typing.close()
      cursors.close()
      outbox.close()
      uploads.close()
      links.close()
      inbox.close()
      offers.close()
      connection.close()
      listeners.clear()
      alertListeners.clear()
    },
  }
}
