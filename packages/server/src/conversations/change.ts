import { Refusal } from '@parley/protocol'
import { type Change, nextState } from './lifecycle.ts'
import type { ConversationPorts, CursorMove, StateChange } from './ports.ts'
import { conversationNotFound } from './post.ts'
import type { Author, Conversation, ConversationState, Scope } from './types.ts'

/** How often a decision is taken anew when somebody else was first. */
const ATTEMPTS_MAX = 5

/**
 * Carries out one step of the lifecycle: decides on the newest state, stores it by
 * compare-and-set, then tells whoever listens. Of two agents who take at once, one gets it and the
 * other reads why not. A step that has been done already changes nothing.
 *
 * @throws {Refusal} `not_found`, `conflict`; nothing is stored.
 */
export async function change(
  ports: ConversationPorts,
  scope: Scope,
  conversationId: string,
  by: Author,
  wanted: Change,
): Promise<Conversation> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const conversation = await ports.log.find(scope, conversationId)
    if (conversation === undefined) throw conversationNotFound()
    const now = ports.now()
    const transition = nextState(conversation.state, wanted, by, now)
    if (transition === undefined) return conversation
    const step = {
      scope,
      conversationId,
      version: conversation.version,
      state: transition.state,
      author: by,
      event: transition.event,
      changedAt: now,
    }
    const stored = await changeOnce(ports, step, conversation.state)
    if (stored === 'not_found') throw conversationNotFound()
    if (stored !== 'conflict') return stored
  }
  throw new Refusal('conflict', 'The conversation changed at the same moment. Try again.')
}

/**
 * One step of the lifecycle that rests on just one version: stored by compare-and-set, then told
 * to whoever listens. `previous` is how the conversation stood in that version.
 */
export async function changeOnce(
  { log, publish }: Pick<ConversationPorts, 'log' | 'publish'>,
  step: StateChange,
  previous: ConversationState,
): Promise<Conversation | 'not_found' | 'conflict'> {
  const stored = await log.change(step)
  if (typeof stored === 'string') return stored
  const { message, conversation } = stored
  publish({ type: 'message_posted', message, conversation })
  publish({ type: 'conversation_changed', conversation, previous })
  return conversation
}

/**
 * Moves a side's cursor forward and tells whoever listens; a cursor that is there already is no
 * error.
 *
 * @throws {Refusal} `not_found`
 */
export async function moveCursor(ports: ConversationPorts, move: CursorMove): Promise<void> {
  const result = await ports.log.moveCursor(move)
  if (result === 'not_found') throw conversationNotFound()
  if (!result.moved) return
  ports.publish({
    type: 'cursor_moved',
    conversation: result.conversation,
    side: move.side,
  })
}
