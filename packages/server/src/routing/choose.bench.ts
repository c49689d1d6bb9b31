import { AgentPool } from './agent-pool.ts'
import type { Case } from './case.ts'
import { createChooser } from './choose.ts'
import { createGroups } from './eligibility.ts'
import { createLadder, fitTable } from './prediction/index.ts'
import { defaultSettings } from './settings.ts'
import type { Need, Outcome } from './types.ts'

const AGENTS = 10_000
const TOPICS = 32
const DECISIONS = 5_000

const pool = new AgentPool(defaultSettings)
const outcomes: Outcome[] = []
for (let index = 0; index < AGENTS; index += 1) {
  const agentId = `agent-${index}`
  pool.setFacts({ agentId, teamIds: [], skills: { chat: 1 }, languages: [], capacity: 3 })
  pool.ready[index] = 1
  outcomes.push({
    conversationId: '',
    agentId,
    topic: String(index % TOPICS),
    assignedAt: 0,
    active: 1,
    firstReplyMs: 10_000 + (index % 97) * 100,
    isFirstReplyCensored: false,
    handleMs: 200_000 + (index % 89) * 2_000,
    isHandleCensored: false,
    predictedFirstReplyMs: 0,
    predictedHandleMs: 0,
    features: new Float32Array(0),
  })
}
const ladder = createLadder(pool, defaultSettings)
ladder.setTable(fitTable(outcomes, 0))
const chooser = createChooser({
  settings: defaultSettings,
  pool,
  ladder,
  elapsed: () => performance.now(),
})
const groups = createGroups(pool)
const needs = Array.from(
  { length: TOPICS },
  (_, topic): Need => ({
    conversationId: `conversation-${topic}`,
    contactId: '',
    channelId: '',
    topic: String(topic),
    teamId: '',
    skills: { chat: 1 },
    languages: [],
    weight: 1,
    priority: 0,
    queuedAt: 0,
    previousAgentIds: [],
    blockedAgentIds: [],
    waitingSince: 0,
    createdAt: 0,
    isAnswered: false,
  }),
)
const took: number[] = []
for (let turn = 0; turn < DECISIONS + 500; turn += 1) {
  const need = needs[turn % TOPICS] as Need
  const one = { need, group: groups.of(need), excluded: new Set() } as unknown as Case
  const began = performance.now()
  const decision = chooser.choose(one, 'predicted', { now: turn * 50, pool, queueLength: 0 })
  const ms = performance.now() - began
  if (turn >= 500) took.push(ms)
  const agent = pool.index(decision?.candidates[0]?.agentId ?? '')
  pool.carry(agent, 1, 1, turn * 50)
  if (turn % 3 === 0) pool.carry(agent, 1, -1, turn * 50)
}
took.sort((a, b) => a - b)
const at = (part: number) => (took[Math.floor(part * (took.length - 1))] as number).toFixed(3)
console.log(
  `${AGENTS} agents, the table's rung: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms`,
)
