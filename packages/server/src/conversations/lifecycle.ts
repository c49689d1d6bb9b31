import { Refusal } from '@parley/protocol'
import type { Content, ConversationState } from './types.ts'

/**
 * What an agent or the assistant asks for. The target of a transfer has been checked to be an active
 * colleague.
 */
export type Change =
  | { type: 'take' }
  | { type: 'release' }
  | { type: 'resolve' }
  | { type: 'reopen' }
  | { type: 'transfer'; to: { id: string; name: string } }
  /** The assistant leaves the conversation to people. */
  | { type: 'hand_over' }
  /** People leave it to the assistant. */
  | { type: 'hand_back' }

export interface Transition {
  state: ConversationState
  event: Extract<Content, { kind: 'event' }>
}

/**
 * The next state and the event that tells of it; undefined when the conversation stands so
 * already, which makes a repeated request harmless.
 *
 * @throws {Refusal} `conflict` when the step does not fit the state.
 */
export function nextState(
  state: ConversationState,
  change: Change,
  by: { id: string; name: string },
  now: number,
): Transition | undefined {
  switch (change.type) {
    case 'take':
      if (state.status === 'resolved') throw resolvedAlready()
      if (hasAgent(state)) {
        if (state.status === 'open' && state.agentId === by.id) return undefined
        if (state.agentId !== by.id) {
          throw new Refusal('conflict', 'Another agent has this conversation. Ask for a transfer.')
        }
      }
      return transition({ status: 'open', agentId: by.id }, 'assigned', by)
    case 'release':
      if (state.status === 'resolved') throw resolvedAlready()
      if (state.status === 'queued') return undefined
      return transition({ status: 'queued', queuedAt: now }, 'released', by)
    case 'resolve':
      if (state.status === 'resolved') return undefined
      return transition({ status: 'resolved' }, 'resolved', by)
    case 'reopen':
      if (state.status !== 'resolved') return undefined
      return transition({ status: 'open', agentId: by.id }, 'reopened', by)
    case 'transfer':
      if (state.status === 'resolved') throw resolvedAlready()
      if (state.status === 'open' && state.agentId === change.to.id) return undefined
      return transition({ status: 'open', agentId: change.to.id }, 'transferred', change.to)
    case 'hand_over':
      // An agent may have been quicker; then nobody has to be called any more.
      if (state.status !== 'bot') return undefined
      return transition({ status: 'queued', queuedAt: now }, 'queued', nobody)
    case 'hand_back':
      if (state.status === 'resolved') throw resolvedAlready()
      if (state.status === 'bot') return undefined
      return transition({ status: 'bot' }, 'returned', nobody)
  }
}

/** The agent who has the conversation; empty when nobody has. */
export function assignedAgent(state: ConversationState): string {
  return hasAgent(state) ? state.agentId : ''
}

function hasAgent(state: ConversationState): state is ConversationState & { agentId: string } {
  return state.status === 'open' || state.status === 'snoozed'
}

function transition(
  state: ConversationState,
  type: Transition['event']['type'],
  agent: { id: string; name: string },
): Transition {
  return { state, event: { kind: 'event', type, agentId: agent.id, agentName: agent.name } }
}

const nobody = { id: '', name: '' }

function resolvedAlready(): Refusal {
  return new Refusal('conflict', 'The conversation is resolved. Reopen it first.')
}
