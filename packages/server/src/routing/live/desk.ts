import { Refusal } from '@parley/protocol'
import {
  assignedAgent,
  type Conversation,
  type ConversationEvent,
  type Message,
} from '../../conversations/index.ts'
import { toAgentFacts, toSettings, type WorkspaceFacts } from '../facts/index.ts'
import { createRouter } from '../router.ts'
import type { AgentPresence, Need, RoutingEvent, Standing } from '../types.ts'
import { byHandTypes, recordByHand } from './by-hand.ts'
import type { Override } from './demands.ts'
import { createFollowed } from './follow.ts'
import type { Needs } from './needs.ts'
import { createObey } from './obey.ts'
import { createPlaces } from './places.ts'
import type { LivePorts } from './ports.ts'
import type { Records, StoredCourse } from './records.ts'
import { createWake } from './wake.ts'

export interface DeskParts {
  workspaceId: string
  facts: WorkspaceFacts
  /** Under which this desk owns the queue. */
  epoch: number
  needs: Needs
  records: Records
  hookSecret: () => Promise<string>
  ports: LivePorts
}

/**
 * One workspace's routing as it runs: the router, fed with what happens, its commands carried out,
 * and one timer to its next deadline. Nothing here waits in the way of a message.
 */
export function createDesk({ facts: initial, needs, records, ports, ...parts }: DeskParts) {
  const { workspaceId } = parts
  const { log, now } = ports.conversations
  const router = createRouter(toSettings(initial), {
    epoch: parts.epoch,
    elapsed: () => performance.now(),
  })
  let facts = initial
  const followed = createFollowed()
  /** Conversations whose needs are being read, as they stand by now. */
  const preparing = new Map<string, Conversation>()
  const overrides = new Map<string, Override>()
  const wake = createWake(now, () => send({ type: 'clock' }))
  let isClosed = false
  /** Changes of the facts so far. */
  let changes = 0

  const places = createPlaces({
    waiting: router.waitingIn,
    placeOf: router.placeOf,
    isThere: ports.deliver.isThere,
    tell: ports.deliver.place,
  })
  const obey = createObey({
    ...parts,
    router,
    records,
    places,
    ports,
    send,
    look,
    facts: () => facts,
    overrideOf: (conversationId) => overrides.get(conversationId) ?? {},
  })

  function send(event: RoutingEvent): void {
    if (isClosed) return
    const began = performance.now()
    const commands = router.handle(event, now())
    if (commands.length > 0) obey(commands, performance.now() - began)
    wake.at(router.wakeAt())
  }

  /** Tells the router how a conversation stands; of one it does not know, what it needs is read first. */
  function tell(conversation: Conversation, stored?: StoredCourse): void {
    const { id, version, waitingSince } = conversation
    const stands = toStanding(conversation)
    if (stands.status === 'bot' || stands.status === 'resolved') {
      preparing.delete(id)
      if (!followed.has(id)) return
      send({ type: 'conversation_stands', need: { conversationId: id } as Need, stands, version })
      followed.remove(conversation)
      overrides.delete(id)
      return
    }
    const known = router.needOf(id)
    if (known === undefined) {
      prepare(conversation, stored)
      return
    }
    followed.add(conversation)
    send({ type: 'conversation_stands', need: { ...known, waitingSince }, stands, version })
  }

  function prepare(conversation: Conversation, stored?: StoredCourse): void {
    const { id } = conversation
    const isUnderWay = preparing.has(id)
    preparing.set(id, conversation)
    if (isUnderWay) return
    needs.need(facts, conversation, stored).then(
      (need) => {
        const newest = preparing.get(id)
        // Resolved or gone meanwhile, or told by another way.
        if (newest === undefined || !preparing.delete(id)) return
        if (stored !== undefined) overrides.set(id, stored.override)
        const { waitingSince, version } = newest
        const isAnswered =
          need.isAnswered || (assignedAgent(newest.state) !== '' && waitingSince === 0)
        followed.add(newest)
        send({
          type: 'conversation_stands',
          need: { ...need, waitingSince, isAnswered },
          stands: toStanding(newest),
          version,
          course: stored?.course,
        })
      },
      (error: unknown) => {
        ports.failed(error, 'routing needs')
        const newest = preparing.get(id)
        preparing.delete(id)
        // It must not be forgotten: without its needs it waits for whoever fits.
        if (newest !== undefined && !isClosed) setTimeout(() => look(id), 1_000).unref()
      },
    )
  }

  /** Asks storage how a conversation stands, and tells the router. */
  function look(conversationId: string): void {
    log.find({ workspaceId }, conversationId).then(
      (conversation) => {
        if (conversation !== undefined) tell(conversation)
        else send({ type: 'conversation_left', conversationId })
      },
      // The router asks again when it hears nothing.
      (error: unknown) => ports.failed(error, 'routing look'),
    )
  }

  function talked({ author, content, conversationId }: Message, conversation: Conversation): void {
    if (content.kind === 'event') {
      if (author.kind === 'agent' && byHandTypes.has(content.type)) {
        const { policy } = facts.settings
        const taken = { conversation, agentId: content.agentId, byAgentId: author.id, policy }
        recordByHand(records, taken, router.needOf(conversationId), now())
      }
      return
    }
    if (content.kind === 'note') return
    if (author.kind === 'contact') send({ type: 'contact_wrote', conversationId })
    else if (author.kind === 'agent') {
      send({ type: 'agent_replied', conversationId, agentId: author.id })
    }
  }

  /** What the rules say may be something else; what happened in between stays as it is. */
  async function demandAnew(conversationId: string): Promise<void> {
    const conversation = await log.find({ workspaceId }, conversationId)
    if (conversation === undefined) return
    const override = overrides.get(conversationId) ?? {}
    const demands = await needs.demands(facts, conversation, override)
    const known = router.needOf(conversationId)
    const told = followed.versionOf(conversationId)
    if (known === undefined || told === undefined) return
    const newest = await log.find({ workspaceId }, conversationId)
    if (newest === undefined || newest.version !== told) return
    const stands = toStanding(newest)
    if (stands.status === 'bot' || stands.status === 'resolved') return
    const need = { ...(router.needOf(conversationId) ?? known), ...demands }
    send({ type: 'conversation_stands', need, stands, version: newest.version })
    ports.deliver.marked(workspaceId, conversationId)
  }

  function setAgents(next: WorkspaceFacts): void {
    const ids = new Set(next.agents.map(({ agentId }) => agentId))
    for (const { agentId } of facts.agents) {
      if (!ids.has(agentId)) send({ type: 'agent_removed', agentId })
    }
    for (const agent of next.agents) {
      send({ type: 'agent_stands', agent: toAgentFacts(next, agent) })
    }
  }

  return {
    router,
    workspaceId,
    get facts() {
      return facts
    },

    /** Hears of everything in its workspace; a few microseconds for a message. */
    handle(event: ConversationEvent): void {
      if (event.type === 'cursor_moved') return
      const { conversation } = event
      const { id, version, state } = conversation
      const told = followed.versionOf(id)
      if (preparing.has(id)) {
        if (state.status === 'bot' || state.status === 'resolved') tell(conversation)
        else preparing.set(id, conversation)
      } else if (told === undefined) {
        if (state.status !== 'bot' && state.status !== 'resolved') tell(conversation)
      } else if (version > told) tell(conversation)
      if (event.type === 'message_posted') talked(event.message, conversation)
    },

    /** Reads everything that is not resolved, page by page; to be done before anybody is there. */
    async rebuild(courses: ReadonlyMap<string, StoredCourse>): Promise<void> {
      setAgents(facts)
      // Who was there before comes back within the grace, and keeps what it has.
      for (const { agentId } of facts.agents) send({ type: 'connection_lost', agentId })
      let cursor = ''
      do {
        const page = await log.list({ workspaceId, view: 'all', agentId: '', cursor, limit: 200 })
        for (const conversation of page.conversations) {
          tell(conversation, courses.get(conversation.id))
        }
        while (preparing.size > 0) await new Promise((resolve) => setImmediate(resolve))
        cursor = page.nextCursor
      } while (cursor !== '')
    },

    /** An agent's console is connected, or the agent chose another presence. */
    present(agentId: string, presence: Exclude<AgentPresence, 'offline'>): void {
      send({ type: 'presence_changed', agentId, presence })
    },

    /** Shows an agent who has just come the offers that stand. */
    offerAgain(agentId: string): void {
      for (const { conversationId, expiresAt } of router.offersTo(agentId)) {
        obey.offer(conversationId, agentId, expiresAt)
      }
    },

    /** The last connection of an agent broke. */
    lost(agentId: string): void {
      send({ type: 'connection_lost', agentId })
      ports.deliver.boardChanged(workspaceId)
    },

    /** @throws {Refusal} `conflict` when there is no such offer any more. */
    respond(agentId: string, conversationId: string, isAccepted: boolean): void {
      const offers = router.offersTo(agentId)
      if (!offers.some((offer) => offer.conversationId === conversationId)) {
        throw new Refusal('conflict', 'The offer has gone on to somebody else.')
      }
      const type = isAccepted ? 'offer_accepted' : 'offer_declined'
      send({ type, conversationId, agentId })
    },

    /** Tells a visitor who has just come where it waits. */
    welcome(contactId: string): void {
      places.welcome(contactId, followed.of(contactId))
    },

    async change(next: WorkspaceFacts): Promise<void> {
      setAgents(next)
      facts = next
      send({ type: 'settings_changed', settings: toSettings(next) })
      ports.deliver.boardChanged(workspaceId)
      changes += 1
      const own = changes
      for (const conversationId of followed.ids()) {
        // A newer change goes through all of them itself.
        if (isClosed || own !== changes) return
        await demandAnew(conversationId)
      }
    },

    /** Takes what a supervisor wants of one conversation. */
    async override(conversationId: string, wanted: Override): Promise<void> {
      const override = { ...overrides.get(conversationId), ...wanted }
      overrides.set(conversationId, override)
      const course = router.courseOf(conversationId)
      records.course(workspaceId, conversationId, { course, override })
      await demandAnew(conversationId)
    },

    close(): void {
      isClosed = true
      wake.close()
      places.close()
    },
  }
}

export type Desk = ReturnType<typeof createDesk>

function toStanding({ state }: Conversation): Standing {
  return state.status === 'queued' ? { status: 'queued' } : state
}
