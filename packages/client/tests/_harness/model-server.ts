import {
  AuthorKind,
  type ClientBody,
  type ClientFrame,
  type Message,
  Refusal,
  type RefusalReason,
  refusals,
  type ServerBody,
} from '@parley/protocol'
import { createModelFiles, type ModelFiles } from './model-files.ts'
import type { Link } from './network.ts'

/** The promises of docs/protocol.md and nothing else: logs in memory, carried out frame by frame. */
export interface ModelServer {
  readonly logs: ReadonlyMap<string, Message[]>
  readonly files: ModelFiles
  /** Pushes get lost, and nobody was told yet. */
  readonly isDropping: boolean
  /** Takes the oldest frame that waits on the link and answers it; false when none waits. */
  serve(link: Link): boolean
  /** Somebody else posts; who is connected hears of it. */
  post(conversationId: string, text: string): void
  /** From now on so many pushes get lost on a full outbox, and `behind` stands for them. */
  fallBehind(pushes: number): void
  /** The next requests of this kind are refused. */
  refuse(kind: ClientBody['$case'], reason: RefusalReason, times?: number): void
}

export function createModelServer(): ModelServer {
  const logs = new Map<string, Message[]>()
  const refusing = new Map<string, { reason: RefusalReason; times: number }>()
  const files = createModelFiles()
  let welcomed: Link | undefined
  let toDrop = 0
  let started = 0

  const textOf = (text: string): Message['content'] => ({
    $case: 'text',
    value: { text, answer: undefined },
  })

  function append(
    conversationId: string,
    clientId: string,
    content: Message['content'],
    kind: AuthorKind,
  ) {
    const log = logs.get(conversationId) ?? []
    logs.set(conversationId, log)
    const known = log.find((one) => one.clientId === clientId && one.authorKind === kind)
    if (known !== undefined) return { message: known, isRepeated: true }
    const message: Message = {
      conversationId,
      seq: log.length + 1,
      clientId,
      authorKind: kind,
      authorId: String(kind),
      authorName: '',
      postedAt: 1,
      content,
    }
    log.push(message)
    push(message)
    return { message, isRepeated: false }
  }

  function push(message: Message): void {
    if (welcomed === undefined || !welcomed.isOpen) return
    const { conversationId, seq: lastSeq } = message
    if (toDrop > 0) {
      toDrop -= 1
      if (toDrop === 0) {
        send(welcomed, 0, { $case: 'behind', value: { conversationId, lastSeq } })
      }
      return
    }
    send(welcomed, 0, { $case: 'messagePosted', value: { message } })
  }

  function send(link: Link, requestId: number, body: ServerBody): void {
    if (link.isOpen) link.toClient.push({ requestId, body })
  }

  function answer(link: Link, { requestId, body }: ClientFrame): ServerBody | undefined {
    if (body === undefined) return undefined
    const refused = refusing.get(body.$case)
    if (refused !== undefined && refused.times > 0) {
      refused.times -= 1
      return toError(new Refusal(refused.reason, 'no'))
    }
    try {
      return files.answer(body) ?? carryOut(body, link, requestId)
    } catch (error) {
      if (error instanceof Refusal) return toError(error)
      throw error
    }
  }

  function toError({ reason, message, retryAfterMs }: Refusal): ServerBody {
    const { code } = refusals[reason]
    return { $case: 'error', value: { code, reason, message, retryAfterMs } }
  }

  function carryOut(body: ClientBody, link: Link, requestId: number): ServerBody | undefined {
    switch (body.$case) {
      case 'hello':
        welcomed = link
        return {
          $case: 'welcome',
          value: {
            protocolVersion: 1,
            serverTime: 1,
            heartbeatMs: 25_000,
            textLengthMax: 10_000,
            who: undefined,
          },
        }
      case 'heartbeat':
        return requestId === 0
          ? { $case: 'heartbeatReply', value: {} }
          : { $case: 'done', value: {} }
      case 'post': {
        const { conversationId, clientId, content } = body.value
        const said =
          content?.$case === 'file'
            ? files.claim(clientId)
            : textOf(content?.$case === 'text' ? content.value.text : '')
        const { message, isRepeated } = append(conversationId, clientId, said, AuthorKind.CONTACT)
        const { seq, postedAt } = message
        return { $case: 'posted', value: { conversationId, clientId, seq, postedAt, isRepeated } }
      }
      case 'startConversation':
        return start(
          body.value.clientId,
          body.value.file === undefined
            ? textOf(body.value.text?.text ?? '')
            : files.claim(body.value.clientId),
        )
      case 'fetchMessages': {
        const { conversationId, range, limit } = body.value
        const log = logs.get(conversationId) ?? []
        const isForward = range?.$case === 'afterSeq'
        const messages = isForward
          ? log.slice(range.value, range.value + limit)
          : log.slice(0, range?.value ? range.value - 1 : undefined).slice(-limit)
        const hasMore = isForward
          ? (messages.at(-1)?.seq ?? range.value) < log.length
          : (messages[0]?.seq ?? 1) > 1
        return {
          $case: 'messagePage',
          value: { conversationId, messages, hasMore, lastSeq: log.length },
        }
      }
      default:
        return { $case: 'done', value: {} }
    }
  }

  function start(clientId: string, content: Message['content']): ServerBody {
    const existing = [...logs].find(([, log]) => log[0]?.clientId === clientId)?.[0]
    started += existing === undefined ? 1 : 0
    const id = existing ?? `conversation-${started}`
    const { message, isRepeated } = append(id, clientId, content, AuthorKind.CONTACT)
    const { seq, postedAt } = message
    return {
      $case: 'conversationStarted',
      value: {
        conversation: {
          id,
          channelId: '',
          contactId: '',
          contactName: '',
          status: 2,
          agentId: '',
          agentName: '',
          createdAt: 1,
          activeAt: 1,
          waitingSince: 0,
          lastSeq: seq,
          preview: undefined,
          contactDeliveredSeq: 0,
          contactReadSeq: 0,
          agentDeliveredSeq: 0,
          agentReadSeq: 0,
          unreadCount: 0,
          version: 1,
        },
        posted: { conversationId: id, clientId, seq, postedAt, isRepeated },
      },
    }
  }

  return {
    logs,
    files,
    get isDropping() {
      return toDrop > 0
    },
    serve(link) {
      const frame = link.toServer.shift()
      if (frame === undefined) return false
      const body = answer(link, frame)
      if (body !== undefined && (frame.requestId !== 0 || body.$case === 'heartbeatReply')) {
        send(link, frame.requestId, body)
      }
      return true
    },
    post(conversationId, text) {
      append(
        conversationId,
        `other ${logs.get(conversationId)?.length ?? 0}`,
        textOf(text),
        AuthorKind.AGENT,
      )
    },
    fallBehind(pushes) {
      toDrop = Math.max(toDrop, pushes)
    },
    refuse(kind, reason, times = 1) {
      refusing.set(kind, { reason, times })
    },
  }
}
