import {
  type Author,
  type ConversationPorts,
  type ConversationState,
  changeOnce,
} from '../../conversations/index.ts'
import type { RoutingCommand } from '../types.ts'

type StepCommand = Extract<RoutingCommand, { type: 'assign' | 'release' }>

export interface Step {
  workspaceId: string
  command: StepCommand
  agentName: string
  /** When the conversation began to wait: it keeps its place in the lists. */
  queuedAt: number
}

/** Who does what routing does. */
const router: Author = { kind: 'system', id: 'routing', name: '' }

/**
 * Carries out what the router decided: by compare-and-set on the version that it rests on, under the
 * epoch of who owns the queue. Resolves with the new version; undefined when somebody was first.
 */
export async function carryOut(
  ports: Pick<ConversationPorts, 'log' | 'publish' | 'now'>,
  { workspaceId, command, agentName, queuedAt }: Step,
): Promise<number | undefined> {
  const { conversationId, agentId, version, epoch } = command
  const waiting: ConversationState = { status: 'queued', queuedAt }
  const held: ConversationState = { status: 'open', agentId }
  const isAssigned = command.type === 'assign'
  const stored = await changeOnce(
    ports,
    {
      scope: { workspaceId },
      conversationId,
      version,
      state: isAssigned ? held : waiting,
      author: router,
      event: { kind: 'event', type: isAssigned ? 'assigned' : 'released', agentId, agentName },
      changedAt: ports.now(),
      epoch,
    },
    isAssigned ? waiting : held,
  )
  return typeof stored === 'string' ? undefined : stored.version
}
