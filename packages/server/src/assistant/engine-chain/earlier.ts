import type { ConversationLog } from '../../conversations/index.ts'
import type { EngineTurn } from '../engines/index.ts'

/** Entries of the log that are looked at. */
const ENTRIES_MAX = 16

/**
 * What was said in a conversation before the messages that wait for an answer, up to `seq`, as
 * engines read it. People who answered count as the assistant; notes stay in the house.
 */
export async function readEarlier(
  log: Pick<ConversationLog, 'readBefore'>,
  conversationId: string,
  seq: number,
): Promise<EngineTurn[]> {
  const messages = await log.readBefore(conversationId, seq + 1, ENTRIES_MAX)
  const turns = messages.flatMap(({ author, content }): EngineTurn[] =>
    content.kind === 'text'
      ? [{ by: author.kind === 'contact' ? 'visitor' : 'assistant', text: content.text }]
      : [],
  )
  const lastAnswer = turns.findLastIndex(({ by }) => by === 'assistant')
  return turns.slice(0, lastAnswer + 1)
}
