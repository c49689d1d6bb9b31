import {
  type ClientBodyOf,
  FILE_LINKS_MAX,
  MESSAGE_PAGE_MAX,
  Refusal,
  type ServerBody,
} from '@parley/protocol'
import type { FileFacts, Message } from '../conversations/index.ts'
import type { Uploader } from '../files/index.ts'
import { authorOf, type GatewayContext, reach, scopeOf } from './context.ts'
import type { Session } from './session.ts'
import { toWireFile } from './to-wire.ts'

/** Chunks of one connection that may be unanswered: clients send two, of whatever uploads. */
const CHUNKS_IN_FLIGHT_MAX = 16

/** The connection as the files' room knows it. */
function uploaderOf(session: Session): Uploader {
  return {
    workspaceId: scopeOf(session).workspaceId,
    authorId: authorOf(session).id,
    channelId: session.who.role === 'visitor' ? session.who.channelId : undefined,
    underWay: session.uploads,
  }
}

/**
 * Hands out the file of this connection's upload for a post.
 *
 * @throws {Refusal} `file_missing`
 */
export function claim({ ports }: GatewayContext, session: Session, clientId: string) {
  return ports.files.claim(uploaderOf(session), clientId)
}

export async function answerBeginUpload(
  { ports }: GatewayContext,
  session: Session,
  begin: ClientBodyOf<'beginUpload'>,
): Promise<ServerBody> {
  return uploadState(await ports.files.begin(uploaderOf(session), begin))
}

export async function answerUploadChunk(
  { ports }: GatewayContext,
  session: Session,
  chunk: ClientBodyOf<'uploadChunk'>,
): Promise<ServerBody> {
  if (session.chunksInFlight >= CHUNKS_IN_FLIGHT_MAX) {
    throw new Refusal(
      'too_many_requests',
      `${CHUNKS_IN_FLIGHT_MAX} chunks wait for their answer, the most allowed. Wait for one.`,
      { retryAfterMs: 200 },
    )
  }
  session.chunksInFlight += 1
  try {
    return uploadState(await ports.files.chunk(uploaderOf(session), chunk))
  } finally {
    session.chunksInFlight -= 1
  }
}

export async function answerCancelUpload(
  { ports }: GatewayContext,
  session: Session,
  { clientId }: ClientBodyOf<'cancelUpload'>,
): Promise<ServerBody> {
  await ports.files.cancel(uploaderOf(session), clientId)
  return { $case: 'done', value: {} }
}

function uploadState({ offset, file }: { offset: number; file?: FileFacts }): ServerBody {
  return {
    $case: 'uploadState',
    value: { offset, file: file === undefined ? undefined : toWireFile(file) },
  }
}

export async function answerFetchFileLinks(
  context: GatewayContext,
  session: Session,
  { conversationId, seqs }: ClientBodyOf<'fetchFileLinks'>,
): Promise<ServerBody> {
  if (seqs.length === 0 || seqs.length > FILE_LINKS_MAX) {
    throw new Refusal(
      'bad_input',
      `${seqs.length} seqs were given; 1 to ${FILE_LINKS_MAX} are allowed.`,
    )
  }
  await reach(context, session, conversationId)
  const { conversations, files } = context.ports
  const messages = await readSeqs(
    (after, limit) => conversations.log.readAfter(conversationId, after, limit),
    seqs,
  )
  let expiresAt = 0
  const links = messages.flatMap(({ seq, content }) => {
    if (content.kind !== 'file') return []
    const link = files.link(content.file)
    expiresAt = link.expiresAt
    return { seq, url: link.url, previewUrl: link.previewUrl }
  })
  return { $case: 'fileLinks', value: { conversationId, links, expiresAt } }
}

/** The messages of these seqs, with one read for those that stand near each other. */
async function readSeqs(
  read: (after: number, limit: number) => Promise<Message[]>,
  seqs: readonly number[],
): Promise<Message[]> {
  const wanted = new Set(seqs)
  const found: Message[] = []
  let covered = 0
  for (const seq of [...wanted].sort((one, other) => one - other)) {
    if (seq === 0 || seq <= covered) continue
    covered = seq + MESSAGE_PAGE_MAX - 1
    const page = await read(seq - 1, MESSAGE_PAGE_MAX)
    found.push(...page.filter((message) => wanted.has(message.seq)))
  }
  return found
}
