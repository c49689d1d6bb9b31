import type { Unsettled } from '@parley/browser'
import {
  type AnswerDraft,
  type ConnectionStatus,
  createAnswerDrafts,
  createCursors,
  createOutbox,
  createTyping,
  type OutboxStorage,
  type ThreadState,
  type Typist,
} from '@parley/client'
import { AuthorKind, type Conversation, type Message, type ServerBody } from '@parley/protocol'
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals'
import {
  type Conversations,
  unreadIn,
  withAllRead,
  withConversation,
  withCursor,
  withMessage,
} from './conversations.ts'
import type { Files } from './files.ts'
import { createOpenThread } from './open-thread.ts'
import { createQueuePlaces, type QueuePlace } from './queue-places.ts'
import type { Session } from './session.ts'
import type { Place, TabMemory } from './tab-memory.ts'

/** What stands on the screen. The key stays while a new thread becomes a conversation. */
export type View = Place & { key: number }

export interface StorePorts {
  session: Session
  outboxStorage: OutboxStorage
  /** Without it no files can be sent. */
  files?: Pick<Files, 'uploads' | 'load'>
  memory: { read(): TabMemory; write(memory: TabMemory): void }
  /** Another side wrote, and nobody is looking. */
  onUnseen: (message: Message) => void
}

/** All that the widget knows, and all that a visitor can do. */
export interface Store {
  view: ReadonlySignal<View>
  status: ReadonlySignal<ConnectionStatus>
  conversations: ReadonlySignal<Conversations>
  current: ReadonlySignal<Conversation | undefined>
  thread: ReadonlySignal<ThreadState | undefined>
  /** What the thread's log does not show yet: unsent messages, and sent ones still on their way back. */
  unsettled: ReadonlySignal<readonly Unsettled[]>
  /** The thread on screen was not started: too many are open. */
  hasTooMany: ReadonlySignal<boolean>
  /** Name of the agent who types in the thread on screen. */
  typist: ReadonlySignal<string | undefined>
  /** What the assistant is writing in the thread on screen. */
  answerDraft: ReadonlySignal<AnswerDraft | undefined>
  /** Where the thread on screen waits for a person; undefined when it does not. */
  queuePlace: ReadonlySignal<QueuePlace | undefined>
  isStaffed: ReadonlySignal<boolean>
  unread: ReadonlySignal<number>
  /** First unread seq when the thread came before the visitor's eyes; 0 when there was none. */
  firstUnreadSeq: ReadonlySignal<number>
  showHome(): void
  showThread(conversationId: string): void
  setVisible(isVisible: boolean): void
  /** The end of the thread is on screen (or not any more). */
  setAtEnd(isAtEnd: boolean): void
  loadOlder(): Promise<void>
  /** The unsent text of the thread on screen. */
  draft(): string
  /** The visitor has changed the unsent text. */
  type(text: string): void
  send(text: string): void
  /** Each becomes a message of the thread on screen. */
  sendFiles(files: readonly File[]): Promise<void>
  retry(clientId: string): void
  discard(clientId: string): void
  /** Brings a person into the conversation on screen. Rejects when it did not arrive. */
  askForPerson(): Promise<unknown>
  /** Says whether an answer helped. Rejects when it did not arrive. */
  rate(seq: number, isHelpful: boolean): Promise<unknown>
  /** Where to be answered when nobody is there, and what to say. */
  leaveMessage(message: { name: string; email: string; text: string }): void
  retryNow(): void
}

export function createStore({
  session,
  outboxStorage,
  files,
  memory,
  onUnseen,
}: StorePorts): Store {
  const { connection } = session
  const remembered = memory.read()
  const view = signal<View>({ ...remembered.place, key: 0 })
  const status = signal<ConnectionStatus>(connection.status)
  const conversations = signal<Conversations>([])
  const isStaffed = signal(false)
  const queuePlaces = createQueuePlaces(session)
  const firstUnreadSeq = signal(0)
  const currentId = computed(() => (view.value.name === 'thread' ? view.value.conversationId : ''))
  const current = computed(() => conversations.value.find(({ id }) => id === currentId.value))
  const { drafts } = remembered
  let isVisible = false
  let isAtEnd = true

  const outbox = createOutbox({
    connection,
    storage: outboxStorage,
    ...(files && { uploads: files.uploads }),
  })
  const thread = createOpenThread(connection, outbox)
  const cursors = createCursors(connection)
  const typing = createTyping(connection)
  const answers = createAnswerDrafts(connection)
  const answerDrafts = signal(answers.drafts)
  answers.subscribe(() => {
    answerDrafts.value = answers.drafts
  })
  const typists = signal<ReadonlyMap<string, Typist>>(typing.typists)
  typing.subscribe(() => {
    typists.value = typing.typists
  })

  function show(place: Place, key = view.value.key + 1): void {
    batch(() => {
      thread.open(place.name === 'thread' ? place.conversationId : '')
      view.value = { ...place, key }
    })
    remember()
  }

  function remember(): void {
    const { key: _, ...place } = view.value
    memory.write({ place, drafts })
  }

  function keepDraft(text: string): void {
    if (text === '') delete drafts[currentId.value]
    else drafts[currentId.value] = text
    remember()
  }

  const isSeen = (conversationId: string) =>
    isVisible && isAtEnd && conversationId !== '' && conversationId === currentId.value

  /** Says how far the visitor has read, when the newest message is in front of its eyes. */
  function see(): void {
    const conversation = current.value
    if (conversation === undefined || !isSeen(conversation.id)) return
    if (conversation.contactReadSeq < conversation.lastSeq) {
      cursors.read(conversation.id, conversation.lastSeq)
    }
    conversations.value = withAllRead(conversations.value, conversation.id)
  }

  /** Draws the line above what came while nobody looked. */
  function markUnread(): void {
    const { unreadCount = 0, contactReadSeq = 0 } = current.value ?? {}
    firstUnreadSeq.value = unreadCount > 0 ? contactReadSeq + 1 : 0
  }

  function posted(message: Message): void {
    const { conversationId, seq, authorKind, content } = message
    conversations.value = withMessage(conversations.value, message)
    const isSaid = content?.$case === 'text' || content?.$case === 'file'
    if (isSaid && authorKind !== AuthorKind.CONTACT) {
      typing.heard(conversationId)
      if (!isSeen(conversationId)) onUnseen(message)
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
        if (body.value.conversation === undefined) return
        conversations.value = withConversation(conversations.value, body.value.conversation)
        return
      case 'cursorMoved':
        conversations.value = withCursor(conversations.value, body.value)
        return
      case 'typingChanged':
        if (body.value.authorKind !== AuthorKind.CONTACT) typing.changed(body.value)
        return
      case 'presenceChanged':
        isStaffed.value = body.value.isStaffed
        return
    }
  }

  connection.subscribe((event) => {
    if (event.type === 'status_changed') status.value = event.status
    else if (event.type === 'pushed') batch(() => pushed(event.body))
  })
  session.onWelcome((visitor) => {
    batch(() => {
      conversations.value = visitor.conversations
      isStaffed.value = visitor.isStaffed
      typing.isPreviewOn = visitor.isTypingPreviewOn
    })
    // Remembered from a page before, and no longer this visitor's.
    if (currentId.value !== '' && current.value === undefined) show({ name: 'home' })
    see()
  })
  outbox.subscribe((event) => {
    if (event.type !== 'started' || event.started.conversation === undefined) return
    const { conversation } = event.started
    conversations.value = withConversation(conversations.value, conversation)
    if (view.value.name !== 'thread' || currentId.value !== '') return
    // What is being written behind the first message goes on in the conversation it opened.
    const draft = drafts[''] ?? ''
    keepDraft('')
    show({ name: 'thread', conversationId: conversation.id }, view.value.key)
    keepDraft(draft)
  })
  if (currentId.value !== '') thread.open(currentId.value)

  return {
    view,
    status,
    conversations,
    current,
    thread: thread.log,
    unsettled: thread.unsettled,
    hasTooMany: computed(() => thread.failure.value?.reason === 'too_many_conversations'),
    typist: computed(() => typists.value.get(currentId.value)?.name),
    queuePlace: computed(() => queuePlaces.value.get(currentId.value)),
    answerDraft: computed(() => answerDrafts.value.get(currentId.value)),
    isStaffed,
    unread: computed(() => unreadIn(conversations.value)),
    firstUnreadSeq,
    showHome() {
      show({ name: 'home' })
    },
    showThread(conversationId) {
      isAtEnd = true
      show({ name: 'thread', conversationId })
      markUnread()
      see()
    },
    setVisible(next) {
      if (next && !isVisible) markUnread()
      isVisible = next
      if (next) connection.retryNow()
      see()
    },
    setAtEnd(next) {
      isAtEnd = next
      see()
    },
    loadOlder: thread.loadOlder,
    draft: () => drafts[currentId.value] ?? '',
    type(text) {
      keepDraft(text)
      typing.typed(currentId.value, text)
    },
    send(text) {
      keepDraft('')
      typing.stop()
      outbox.post({ conversationId: currentId.value, kind: 'text', text })
    },
    async sendFiles(chosen) {
      const { key } = view.value
      const chosenFor = currentId.value
      const desk = await files?.load()
      const described = await Promise.all(chosen.map((file) => desk?.describe(file)))
      // A text may have opened the conversation meanwhile.
      const conversationId = view.value.key === key ? currentId.value : chosenFor
      for (const [index, bytes] of chosen.entries()) {
        const file = described[index]
        if (file !== undefined) outbox.postFile({ conversationId, file, bytes })
      }
    },
    askForPerson: () =>
      connection.request(
        { $case: 'askForPerson', value: { conversationId: currentId.value } },
        'done',
      ),
    rate: (seq, isHelpful) =>
      connection.request(
        { $case: 'rateAnswer', value: { conversationId: currentId.value, seq, isHelpful } },
        'done',
      ),
    leaveMessage({ name, email, text }) {
      session.identify({ name, email })
      this.send(text)
    },
    retry: outbox.retry,
    discard: outbox.discard,
    retryNow: connection.retryNow,
  }
}
