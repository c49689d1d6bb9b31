import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createCalendar } from './hours.ts'
import { createRouter, type Router } from './router.ts'
import { defaultSettings, type RoutingSettings } from './settings.ts'
import type { Need, RoutingCommand } from './types.ts'

const START = Date.parse('2026-11-23T12:00:00Z')

function need(conversationId: string, changed: Partial<Need> = {}): Need {
  return {
    conversationId,
    contactId: conversationId,
    channelId: 'web',
    topic: '',
    teamId: '',
    skills: {},
    languages: [],
    weight: 1,
    priority: 0,
    queuedAt: START,
    previousAgentIds: [],
    blockedAgentIds: [],
    waitingSince: START,
    createdAt: START,
    isAnswered: false,
    ...changed,
  }
}

function open(changed: Partial<RoutingSettings> = {}): Router {
  return createRouter({ ...defaultSettings, ...changed }, { epoch: 7, elapsed: () => 0 })
}

function online(router: Router, agentId: string, capacity: number, at = START): RoutingCommand[] {
  const facts = { teamIds: ['sales'], skills: { refunds: 3 }, languages: ['en'], capacity }
  router.handle({ type: 'agent_stands', agent: { agentId, ...facts } }, at)
  return router.handle({ type: 'presence_changed', agentId, presence: 'online' }, at)
}

function queue(router: Router, one: Need, at = START): RoutingCommand[] {
  return router.handle(
    { type: 'conversation_stands', need: one, stands: { status: 'queued' }, version: 1 },
    at,
  )
}

/** What was given to whom: "conversation to agent". */
function given(commands: readonly RoutingCommand[]): string[] {
  return commands.flatMap((command) =>
    command.type === 'assign' || command.type === 'offer'
      ? [`${command.conversationId} to ${command.agentId}`]
      : [],
  )
}

describe('the router', () => {
  it('gives who waits to whoever comes, the most urgent first, as far as the room goes', () => {
    const router = open()
    queue(router, need('first'))
    queue(router, need('second', { queuedAt: START + 1_000 }), START + 1_000)
    queue(router, need('vip', { queuedAt: START + 2_000, priority: 3 }), START + 2_000)
    assert.equal(router.placeOf('second')?.position, 3)
    assert.deepEqual(given(online(router, 'anna', 2, START + 3_000)), [
      'vip to anna',
      'first to anna',
    ])
    assert.equal(router.placeOf('second')?.position, 1)
  })

  it('asks for skills, levels, languages and teams, and keeps apart whom it must', () => {
    const router = open()
    online(router, 'anna', 5)
    const may = (id: string, changed: Partial<Need>) =>
      given(queue(router, need(id, changed))).length
    assert.equal(may('a', { skills: { refunds: 3 } }), 1)
    assert.equal(may('b', { skills: { refunds: 4 } }), 0)
    assert.equal(may('c', { languages: ['zh'] }), 0)
    assert.equal(may('d', { languages: ['zh', 'en'] }), 1)
    assert.equal(may('e', { teamId: 'support' }), 0)
    assert.equal(may('f', { blockedAgentIds: ['anna'] }), 0)
  })

  it('brings a contact back to who knows it, and tells so', () => {
    const router = open()
    online(router, 'anna', 3)
    online(router, 'ben', 3)
    const [command] = queue(router, need('a', { previousAgentIds: ['ben'] }))
    assert.ok(command?.type === 'assign')
    assert.equal(command.agentId, 'ben')
    assert.equal(command.decision.isReturning, true)
  })

  it('brings a contact back whatever the policy, but not to who is full or too slow', () => {
    for (const policy of ['least-busy', 'longest-idle', 'recent', 'round-robin'] as const) {
      const router = open({ policy })
      for (const agentId of ['anna', 'ben', 'carl']) online(router, agentId, 1)
      const known = { previousAgentIds: ['carl', 'ben'] }
      assert.deepEqual(given(queue(router, need('a', known))), ['a to carl'], policy)
      assert.deepEqual(given(queue(router, need('b', known))), ['b to ben'], policy)
      assert.deepEqual(given(queue(router, need('c', known))), ['c to anna'], policy)
    }
  })

  it('holds new settings at once, also for those who wait', () => {
    const router = open({ policy: 'manual' })
    online(router, 'anna', 1)
    assert.deepEqual(given(queue(router, need('a'))), [])
    const settings = { ...defaultSettings, policy: 'round-robin' } as const
    assert.deepEqual(given(router.handle({ type: 'settings_changed', settings }, START)), [
      'a to anna',
    ])
  })

  it('goes on after a restart with what it told: exclusions, promises, work', () => {
    const before = open({ mode: 'offer' })
    online(before, 'anna', 1)
    online(before, 'ben', 1)
    queue(before, need('a'))
    const told = before
      .handle({ type: 'offer_declined', conversationId: 'a', agentId: 'anna' }, START + 5_000)
      .findLast((command) => command.type === 'course')
    assert.deepEqual(told?.course?.excludedAgentIds, ['anna'])
    const after = open({ mode: 'offer' })
    const stands = { type: 'conversation_stands', need: need('a'), version: 1 } as const
    const course = JSON.parse(JSON.stringify(told?.course))
    after.handle({ ...stands, stands: { status: 'queued' }, course }, START + 6_000)
    assert.equal(after.promiseOf('a')?.at, START)
    assert.deepEqual(given(online(after, 'anna', 1, START + 6_000)), [])
    assert.deepEqual(given(online(after, 'ben', 1, START + 6_000)), ['a to ben'])
  })

  it('passes an offer on when its time runs out, and answers nobody who comes too late', () => {
    const router = open({ mode: 'offer' })
    online(router, 'anna', 1)
    online(router, 'ben', 1)
    const [first] = given(queue(router, need('a')))
    const passed = router.handle({ type: 'clock' }, router.wakeAt())
    const [second] = given(passed)
    assert.notEqual(second, first)
    assert.ok(passed.some((one) => one.type === 'withdraw_offer' && one.because === 'expired'))
    const late = first?.endsWith('anna') ? 'anna' : 'ben'
    const now = START + 30_000
    const accept = { type: 'offer_accepted', conversationId: 'a', agentId: late } as const
    assert.deepEqual(given(router.handle(accept, now)), [])
  })

  it('gives to another what a lost agent has not answered, after the grace', () => {
    const router = open()
    online(router, 'anna', 1)
    queue(router, need('a'))
    const stored = { type: 'step_stored', conversationId: 'a', basedOn: 1, version: 2 } as const
    router.handle(stored, START)
    router.handle({ type: 'connection_lost', agentId: 'anna' }, START)
    online(router, 'ben', 1)
    assert.deepEqual(router.handle({ type: 'clock' }, START + 9_999), [])
    const commands = router.handle({ type: 'clock' }, START + 10_000)
    const released = commands.find((one) => one.type === 'release')
    assert.ok(released?.because === 'agent_gone')
    assert.equal(released.epoch, 7)
    const next = router.handle({ ...stored, basedOn: 2, version: 3 }, START + 10_000)
    assert.deepEqual(given(next), ['a to ben'])
  })

  it('takes from who does not answer only what somebody else may have', () => {
    const router = open({ noReplyMs: 60_000 })
    online(router, 'anna', 1)
    queue(router, need('a'))
    const stored = { type: 'step_stored', conversationId: 'a', basedOn: 1, version: 2 } as const
    router.handle(stored, START)
    const types = (at: number) => router.handle({ type: 'clock' }, at).map(({ type }) => type)
    assert.deepEqual(types(START + 60_000), [])
    online(router, 'ben', 1, START + 61_000)
    assert.deepEqual(types(START + 120_000).includes('release'), true)
  })

  it('asks for the truth when storage refuses, and again when no answer comes', () => {
    const router = open()
    online(router, 'anna', 1)
    queue(router, need('a'))
    const refused = { type: 'step_refused', conversationId: 'a', basedOn: 1 } as const
    const asked = { type: 'look_again', conversationId: 'a' }
    assert.deepEqual(router.handle(refused, START), [asked])
    assert.deepEqual(router.handle({ type: 'clock' }, router.wakeAt()), [asked])
  })

  it('waits for the opening, and suggests to leave a message until then', () => {
    const hours = createCalendar({
      timeZone: 'UTC',
      week: Array.from({ length: 7 }, () => [{ from: '13:00', to: '17:00' }]),
      holidays: [],
    })
    const router = open({ hours: { '': hours } })
    online(router, 'anna', 1)
    assert.deepEqual(given(queue(router, need('a'))), [])
    const place = router.placeOf('a')
    assert.equal(place?.shouldLeaveMessage, true)
    assert.equal(place?.opensAt, START + 3_600_000)
    assert.deepEqual(given(router.handle({ type: 'clock' }, START + 3_600_000)), ['a to anna'])
  })

  it('lets a queue overflow into another team after its time', () => {
    const router = open({ overflow: { support: { afterMs: 60_000, toTeamId: 'sales' } } })
    online(router, 'anna', 1)
    queue(router, need('a', { teamId: 'support' }))
    const commands = router.handle({ type: 'clock' }, START + 60_000)
    assert.ok(commands.some((one) => one.type === 'overflowed' && one.toTeamId === 'sales'))
    assert.deepEqual(given(commands), ['a to anna'])
  })

  it('warns of a clock, and tells when it is broken', () => {
    const sla = { firstReplyMs: 100_000, nextReplyMs: 0, resolutionMs: 0, warnAt: 0.8 }
    const router = open({ sla })
    queue(router, need('a'))
    const types = (at: number) => router.handle({ type: 'clock' }, at).map(({ type }) => type)
    assert.deepEqual(types(START + 80_000), ['sla_warned'])
    assert.deepEqual(types(START + 100_000), ['sla_breached'])
    assert.deepEqual(types(START + 900_000), [])
  })

  it('decides without a model that fails, and says so', () => {
    const router = open()
    router.ladder.setExact(() => ({
      version: 'broken',
      trainedAt: START,
      predict: (_need, _agents, _count, _moment, out) => {
        out.firstReplyMs[0] = Number.NaN
      },
      explain: () => [],
    }))
    online(router, 'anna', 1)
    const [command] = queue(router, need('a'))
    assert.ok(command?.type === 'assign')
    assert.equal(command.decision.rule, 'least-busy')
    assert.deepEqual(command.decision.steppedDown, [{ rung: 'trees', because: 'not_a_number' }])
  })
})
