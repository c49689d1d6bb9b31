import { Refusal } from '@parley/protocol'
import type { RoutingChange, RoutingPolicy, RoutingSettings } from '@parley/protocol/rest/routing'
import type { BoardQueueing, RoutingBoard } from '@parley/protocol/rest/routing-board'
import {
  type Author,
  type Conversation,
  type ConversationEvent,
  type ConversationPorts,
  change,
} from '../conversations/index.ts'
import type { Secrets } from '../platform/secrets/index.ts'
import { createFacts } from './facts/index.ts'
import { toBoard } from './live/board.ts'
import { listDecisions } from './live/decisions.ts'
import { createDesk, type Desk } from './live/desk.ts'
import { createNeeds } from './live/needs.ts'
import type { LivePorts } from './live/ports.ts'
import { recallCourses, recallWaits } from './live/recall.ts'
import { createRecords } from './live/records.ts'
import type { AgentPresence } from './types.ts'
import type { Mark } from './views.ts'

type Names = (workspaceId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>

export interface RoutingPorts extends Omit<LivePorts, 'conversations'> {
  conversations: ConversationPorts
  secrets: Secrets
  /** Of workspaces that have chosen none. */
  policy: RoutingPolicy
  contactNames: Names
  agentNames: Names
  findAgent: (
    workspaceId: string,
    agentId: string,
  ) => Promise<{ id: string; name: string } | undefined>
  /** A workspace's routing has begun: whatever predicts for it may be put onto its ladder. */
  opened: (desk: Desk) => void
}

/** Routing of all workspaces: fed by the bus and by presence, asked by the gateway and by REST. */
export function createRouting(ports: RoutingPorts) {
  const { storage, conversations, failed } = ports
  const { now, newId, log } = conversations
  const records = createRecords({ storage, newId, failed })
  const needs = createNeeds({ storage, log, now })
  const facts = createFacts({
    storage,
    secrets: ports.secrets,
    policy: ports.policy,
    newId,
    now,
    changed(workspaceId, next) {
      const desk = desks.get(workspaceId)
      desk?.change(next).catch((error: unknown) => failed(error, 'routing change'))
    },
  })
  const desks = new Map<string, Desk>()
  const opening = new Map<string, Promise<Desk>>()
  let isClosed = false

  /** Takes the workspace's queue over and reads where everything stands. */
  async function open(workspaceId: string): Promise<Desk> {
    const [epoch, chosen, courses, waits] = await Promise.all([
      log.takeOver(workspaceId),
      facts.of(workspaceId),
      recallCourses(storage, workspaceId),
      recallWaits(storage, workspaceId),
    ])
    const desk = createDesk({
      workspaceId,
      facts: chosen,
      epoch,
      needs,
      records,
      hookSecret: () => facts.hookSecret(workspaceId),
      ports,
    })
    for (const { promise, waitedMs, isCensored } of waits) {
      desk.router.recall(promise, waitedMs, isCensored)
    }
    // From here on it hears of what happens while it reads.
    desks.set(workspaceId, desk)
    ports.opened(desk)
    await desk.rebuild(courses)
    // What was resolved in the last moment before a crash is remembered no more.
    for (const conversationId of courses.keys()) {
      if (desk.router.needOf(conversationId) === undefined) {
        records.course(workspaceId, conversationId, undefined)
      }
    }
    if (isClosed) desk.close()
    return desk
  }

  function deskOf(workspaceId: string): Promise<Desk> {
    let desk = opening.get(workspaceId)
    if (desk === undefined) {
      desk = open(workspaceId)
      opening.set(workspaceId, desk)
      desk.catch((error: unknown) => {
        opening.delete(workspaceId)
        failed(error, 'routing')
      })
    }
    return desk
  }

  /** Runs at once when the workspace's routing is there, else as soon as it is. */
  function at(workspaceId: string, act: (desk: Desk) => void): void {
    const desk = desks.get(workspaceId)
    if (desk !== undefined) {
      act(desk)
      return
    }
    // A workspace that has just been made; whoever opens it reads what it did not hear.
    deskOf(workspaceId).then(act, () => {})
  }

  async function readSettings(workspaceId: string, isAdmin: boolean): Promise<RoutingSettings> {
    const { settings } = await facts.of(workspaceId)
    const secret = isAdmin ? await facts.hookSecret(workspaceId) : ''
    return { ...settings, hook: { ...settings.hook, secret } }
  }

  return {
    facts,

    /** Begins for these workspaces; resolves when all that is open is known. */
    async resume(workspaceIds: readonly string[]): Promise<void> {
      // One that fails is reported, tried again with its next event, and holds up no other.
      for (const workspaceId of workspaceIds) await deskOf(workspaceId).catch(() => {})
    },

    /** Takes part in the bus. */
    handle(event: ConversationEvent): void {
      const { workspaceId } = event.conversation
      const desk = desks.get(workspaceId)
      if (desk !== undefined) desk.handle(event)
      else if (event.type !== 'cursor_moved') at(workspaceId, (opened) => opened.handle(event))
    },

    /** Where an agent is; `lost` when its last connection broke. */
    attended(workspaceId: string, agentId: string, where: AgentPresence | 'lost'): void {
      at(workspaceId, (desk) => {
        if (where === 'lost') desk.lost(agentId)
        // Who stays away counts as offline after the workspace's own grace, which `lost` began.
        else if (where !== 'offline') desk.present(agentId, where)
      })
    },

    /** Agents came, went or changed their names. */
    async agentChanged(workspaceId: string): Promise<void> {
      await facts.reload(workspaceId)
    },

    /** What lists show beside a conversation; answers at once. */
    markOf: ({ workspaceId, id }: Conversation): Mark | undefined =>
      desks.get(workspaceId)?.router.markOf(id, now()),

    respondToOffer(
      agent: { workspaceId: string; agentId: string },
      conversationId: string,
      isAccepted: boolean,
    ): void {
      at(agent.workspaceId, (desk) => desk.respond(agent.agentId, conversationId, isAccepted))
    },

    /** A visitor has come: it is told where its conversations wait. */
    welcomeVisitor(workspaceId: string, contactId: string): void {
      desks.get(workspaceId)?.welcome(contactId)
    },

    /** An agent's console has come: it is shown the offers that stand. */
    welcomeAgent(workspaceId: string, agentId: string): void {
      desks.get(workspaceId)?.offerAgain(agentId)
    },

    /** Conversations that wait for a person, in all workspaces. */
    waitingCount: (): number =>
      [...desks.values()].reduce((sum, { router }) => sum + router.waitingCount(), 0),

    readSettings,

    async changeSettings(workspaceId: string, changed: RoutingChange): Promise<RoutingSettings> {
      await facts.changeSettings(workspaceId, changed)
      return readSettings(workspaceId, true)
    },

    async board(workspaceId: string): Promise<RoutingBoard> {
      return toBoard(await deskOf(workspaceId), ports.contactNames, now())
    },

    async decisions(workspaceId: string, which: { conversationId?: string; before?: string }) {
      await records.flush()
      return listDecisions(storage, ports.agentNames, workspaceId, which)
    },

    /**
     * Gives a conversation to an agent, whatever its capacity.
     *
     * @throws {Refusal} `not_found`, `conflict`
     */
    async assign(
      workspaceId: string,
      conversationId: string,
      agentId: string,
      by: Author,
    ): Promise<void> {
      const to = await ports.findAgent(workspaceId, agentId)
      if (to === undefined) throw noSuchAgent()
      await change(conversations, { workspaceId }, conversationId, by, { type: 'transfer', to })
    },

    /**
     * Takes a conversation from its agent, or changes what a waiting one needs.
     *
     * @throws {Refusal} `not_found`, `conflict`
     */
    async queue(
      workspaceId: string,
      conversationId: string,
      wanted: BoardQueueing,
      by: Author,
    ): Promise<void> {
      const desk = await deskOf(workspaceId)
      if (wanted.teamId !== undefined && wanted.teamId !== '') {
        const isKnown = desk.facts.teams.some(({ id }) => id === wanted.teamId)
        if (!isKnown) throw new Refusal('not_found', 'There is no such team.')
      }
      await change(conversations, { workspaceId }, conversationId, by, { type: 'release' })
      await desk.override(conversationId, wanted)
    },

    /** Resolves when what was decided so far is written down. */
    settled: records.flush,

    async [Symbol.asyncDispose](): Promise<void> {
      isClosed = true
      for (const desk of desks.values()) desk.close()
      await records.flush()
    },
  }
}

export type Routing = ReturnType<typeof createRouting>

function noSuchAgent(): Refusal {
  return new Refusal('not_found', 'There is no such agent, or the account is not active.')
}
