import type { WorkspaceFacts } from '../facts/index.ts'
import type { Router } from '../router.ts'
import type { OfferEnd, RoutingCommand, RoutingEvent } from '../types.ts'
import type { Override } from './demands.ts'
import { askHook } from './hook.ts'
import type { createPlaces } from './places.ts'
import type { LivePorts, OfferEndWord } from './ports.ts'
import type { Records, StoredDecision } from './records.ts'
import { carryOut } from './steps.ts'

type CommandOf<Type extends RoutingCommand['type']> = Extract<RoutingCommand, { type: Type }>

const offerEnds: Record<OfferEnd, OfferEndWord> = {
  expired: 'expired',
  declined: 'declined',
  agent_gone: 'gone',
  taken: 'taken',
}

export interface ObeyParts {
  workspaceId: string
  router: Router
  records: Records
  places: ReturnType<typeof createPlaces>
  hookSecret: () => Promise<string>
  ports: LivePorts
  facts: () => WorkspaceFacts
  overrideOf: (conversationId: string) => Override
  /** Hands the router what came of it. */
  send: (event: RoutingEvent) => void
  look: (conversationId: string) => void
}

/** Carries out what the router says: nothing of it is waited for. */
export function createObey(parts: ObeyParts) {
  const { workspaceId, router, records, places, ports, send, facts } = parts
  const { deliver, notice, failed } = ports
  const { log, now } = ports.conversations

  function nameOf(agentId: string): string {
    return facts().agents.find((agent) => agent.agentId === agentId)?.name ?? ''
  }

  function store(command: CommandOf<'assign'> | CommandOf<'release'>): void {
    const { conversationId, version: basedOn, agentId } = command
    const queuedAt = router.needOf(conversationId)?.queuedAt ?? now()
    carryOut(ports.conversations, { workspaceId, command, agentName: nameOf(agentId), queuedAt })
      .catch((error: unknown) => {
        failed(error, 'routing step')
        return undefined
      })
      .then((version) => {
        if (version === undefined) {
          notice({ type: 'step_refused', workspaceId })
          send({ type: 'step_refused', conversationId, basedOn })
          return
        }
        send({ type: 'step_stored', conversationId, basedOn, version })
        if (command.type === 'assign') decided(command)
        else notice({ type: 'released', workspaceId, because: command.because })
      })
      .catch((error: unknown) => failed(error, 'routing step'))
  }

  function decided({ decision, need, agentId, wasOffered }: CommandOf<'assign'>): void {
    const { features: _, at, ...told } = decision
    const { topic, teamId, priority, queuedAt } = need
    const kept: StoredDecision = {
      ...told,
      byAgentId: '',
      wasOffered,
      topicId: topic,
      teamId,
      priority,
      waitedMs: Math.max(0, at - queuedAt),
    }
    records.decision(workspaceId, need, agentId, at, kept)
  }

  function offer(conversationId: string, agentId: string, expiresAt: number): void {
    log.find({ workspaceId }, conversationId).then(
      (conversation) => {
        const stands = router
          .offersTo(agentId)
          .some((one) => one.conversationId === conversationId && one.expiresAt === expiresAt)
        if (conversation !== undefined && stands) {
          deliver.offer({ conversation, agentId, expiresAt })
        }
      },
      (error: unknown) => failed(error, 'routing offer'),
    )
  }

  function withdraw(conversationId: string, agentId: string, end: OfferEndWord): void {
    deliver.withdraw({ conversationId, agentId, end })
    notice({ type: 'offer_ended', workspaceId, end })
  }

  function ask({ need, agentIds }: CommandOf<'ask_hook'>): void {
    const { url, timeoutMs } = facts().settings.hook
    const { conversationId } = need
    parts
      .hookSecret()
      .then((secret) =>
        askHook(ports.outside, {
          url,
          secret,
          workspaceId,
          need,
          agentIds,
          timeoutMs,
          now: now(),
        }),
      )
      .catch((error: unknown) => {
        notice({ type: 'hook_failed', workspaceId })
        failed(error, 'routing hook')
        return undefined
      })
      .then((agentId) => send({ type: 'hook_answered', conversationId, agentId }))
      .catch((error: unknown) => failed(error, 'routing hook'))
  }

  function carry(command: RoutingCommand, decisionMs: number): void {
    switch (command.type) {
      case 'assign': {
        const { policy, rule } = command.decision
        notice({ type: 'assigned', workspaceId, policy, rule, decisionMs })
        if (command.wasOffered) withdraw(command.conversationId, command.agentId, 'accepted')
        store(command)
        return
      }
      case 'release':
        store(command)
        return
      case 'offer':
        offer(command.conversationId, command.agentId, command.expiresAt)
        return
      case 'withdraw_offer':
        withdraw(command.conversationId, command.agentId, offerEnds[command.because])
        return
      case 'set_away':
        ports.setAway(command.agentId)
        return
      case 'ask_hook':
        ask(command)
        return
      case 'overflowed':
        notice({ type: 'overflowed', workspaceId, conversationId: command.conversationId })
        deliver.marked(workspaceId, command.conversationId)
        return
      case 'sla_warned':
      case 'sla_breached':
        notice({ ...command, workspaceId })
        deliver.marked(workspaceId, command.conversationId)
        return
      case 'queue_moved':
        places.moved()
        return
      case 'look_again':
        parts.look(command.conversationId)
        return
      case 'outcome':
        records.outcome(workspaceId, command.outcome, command)
        ports.observe(workspaceId, command.outcome, command.modelVersion)
        return
      case 'wait_ended': {
        records.wait(workspaceId, command)
        const waitedMs = command.endedAt - command.promise.at
        notice({ type: 'wait_ended', workspaceId, waitedMs, isCensored: command.isCensored })
        return
      }
      case 'course': {
        const { conversationId, course } = command
        const override = parts.overrideOf(conversationId)
        const isOver = course === undefined
        records.course(workspaceId, conversationId, isOver ? undefined : { course, override })
        return
      }
    }
  }

  function obey(commands: readonly RoutingCommand[], tookMs: number): void {
    const given = commands.filter(({ type }) => type === 'assign' || type === 'offer').length
    for (const command of commands) carry(command, given === 0 ? 0 : tookMs / given)
    if (commands.some(({ type }) => type !== 'course')) deliver.boardChanged(workspaceId)
  }
  obey.offer = offer
  return obey
}
