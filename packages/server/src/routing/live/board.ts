import type {
  BoardAgent,
  BoardHeld,
  BoardWaiting,
  RoutingBoard,
  SlaState,
} from '@parley/protocol/rest/routing-board'
import type { Router } from '../router.ts'
import type { ClockState } from '../views.ts'
import type { Desk } from './desk.ts'

const WAITING_MAX = 200
const AGENTS_MAX = 1_000

type Names = (workspaceId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
type Snapshot = ReturnType<Router['board']>
type Shown = Snapshot['conversations'][number]

const queuePhases = ['waiting', 'asking', 'offered', 'assigning'] as const
type QueuePhase = (typeof queuePhases)[number]

/** The live board of a workspace, as it is now. */
export async function toBoard(desk: Desk, names: Names, now: number): Promise<RoutingBoard> {
  const { router, workspaceId, facts } = desk
  const snapshot = router.board()
  const isQueued = ({ phase }: Shown): boolean => queuePhases.includes(phase as QueuePhase)
  const queued = snapshot.conversations.filter(isQueued)
  const waiting = queued.slice(0, WAITING_MAX)
  const held = snapshot.conversations.filter((one) => !isQueued(one) && one.agentId !== '')
  const contactIds = new Set([...waiting, ...held].map(({ need }) => need.contactId))
  const contacts = await names(workspaceId, [...contactIds])
  const agentNames = new Map(facts.agents.map(({ agentId, name }) => [agentId, name]))
  const online = snapshot.agents.filter(({ presence }) => presence === 'online')
  const clocks = snapshot.conversations.map(({ clock }) => clock?.state)
  const byAgent = Map.groupBy(snapshot.conversations, ({ agentId }) => agentId)
  const first = Math.min(now, ...queued.map(({ need }) => need.queuedAt))
  return {
    at: now,
    isReady: true,
    policy: facts.settings.policy,
    waitingCount: queued.length,
    longestWaitMs: now - first,
    onlineCount: online.length,
    usedUnits: sum(online.map(({ used }) => used)),
    capacityUnits: sum(online.map(({ capacity }) => capacity)),
    warnedCount: clocks.filter((state) => state === 'warned').length,
    brokenCount: clocks.filter((state) => state === 'broken').length,
    waiting: waiting.map((one) => toWaiting(one, router, contacts)),
    agents: snapshot.agents
      .filter(({ agentId }) => agentNames.has(agentId))
      .map((agent) => toAgent(agent, agentNames, byAgent.get(agent.agentId) ?? [], contacts))
      .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
      .slice(0, AGENTS_MAX),
  }
}

function toWaiting(
  { need, phase, agentId, expiresAt, clock }: Shown,
  router: Router,
  contacts: ReadonlyMap<string, string>,
): BoardWaiting {
  const place = router.placeOf(need.conversationId)
  return {
    conversationId: need.conversationId,
    contactId: need.contactId,
    contactName: contacts.get(need.contactId) ?? '',
    channelId: need.channelId,
    topicId: need.topic,
    teamId: need.teamId,
    skills: Object.entries(need.skills).map(([skillId, level]) => ({ skillId, level })),
    languages: [...need.languages],
    weight: need.weight,
    priority: need.priority,
    queuedAt: need.queuedAt,
    position: place?.position ?? 1,
    p50Ms: place?.p50Ms ?? 0,
    p90Ms: place?.p90Ms ?? 0,
    phase: phase as QueuePhase,
    agentId,
    expiresAt,
    suitableCount: router.suitableFor(need.conversationId),
    sla: toSla(clock),
  }
}

function toAgent(
  agent: Snapshot['agents'][number],
  names: ReadonlyMap<string, string>,
  conversations: readonly Shown[],
  contacts: ReadonlyMap<string, string>,
): BoardAgent {
  const { agentId, teamIds, presence, isReconnecting, used, capacity, occupancy } = agent
  return {
    agentId,
    name: names.get(agentId) ?? '',
    teamIds: [...teamIds],
    presence,
    isReconnecting,
    used,
    capacity,
    occupancy,
    missedOffers: agent.missedOffers,
    offers: conversations
      .filter(({ phase }) => phase === 'offered')
      .map(({ conversationId, expiresAt }) => ({ conversationId, expiresAt })),
    conversations: conversations
      .filter(({ phase }) => phase !== 'offered' && phase !== 'assigning')
      .map((one) => toHeld(one, contacts)),
  }
}

function toHeld(
  { need, phase, assignedAt, clock }: Shown,
  contacts: ReadonlyMap<string, string>,
): BoardHeld {
  return {
    conversationId: need.conversationId,
    contactName: contacts.get(need.contactId) ?? '',
    topicId: need.topic,
    weight: need.weight,
    priority: need.priority,
    assignedAt,
    waitingSince: need.waitingSince,
    isAnswered: need.isAnswered,
    isSnoozed: phase === 'snoozed',
    sla: toSla(clock),
  }
}

function toSla(clock: ClockState | undefined): SlaState | null {
  return clock === undefined ? null : { ...clock }
}

function rank({ presence }: BoardAgent): number {
  return presence === 'online' ? 0 : presence === 'away' ? 1 : 2
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
