import { AgentPool } from './agent-pool.ts'
import type { Case } from './case.ts'
import { createChooser } from './choose.ts'
import { createGroups } from './eligibility.ts'
import { createRandom, train } from './model/index.ts'
import { createLadder, createTrees, FEATURES, fitTable } from './prediction/index.ts'
import { defaultSettings } from './settings.ts'
import type { Need, Outcome } from './types.ts'

const AGENTS = 10_000
const TOPICS = 32
const DECISIONS = 10_000
const WARM_UP = 2_000

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

/** A model of 100 full trees of depth 6 on the router's features. */
function grow(seed: number) {
  const random = createRandom(seed)
  const rows = 20_000
  const values = Float32Array.from({ length: rows * FEATURES.length }, () => random() * 24)
  const labels = Float32Array.from({ length: rows }, (_, row) => {
    const at = row * FEATURES.length
    return Math.exp(0.02 * (values[at] ?? 0) * ((values[at + 3] ?? 0) - 12) * random()) + 0.1
  })
  const data = { columns: FEATURES.length, names: [...FEATURES], values, labels }
  return train(data, { objective: 'reg:gamma', trees: 100, depth: 6, childWeightMin: 0.1 }).model
}

function measure(rung: string): void {
  const took = new Float64Array(DECISIONS)
  let decidedBy = 0
  for (let turn = -WARM_UP; turn < DECISIONS; turn += 1) {
    const now = (turn + WARM_UP) * 50
    const need = needs[(turn + WARM_UP) % TOPICS] as Need
    const one = { need, group: groups.of(need), excluded: new Set() } as unknown as Case
    const began = performance.now()
    const decision = chooser.choose(one, 'predicted', { now, pool, queueLength: 0 })
    if (turn >= 0) took[turn] = performance.now() - began
    if (turn >= 0 && decision?.rule === rung) decidedBy += 1
    const agent = pool.index(decision?.candidates[0]?.agentId ?? '')
    pool.carry(agent, 1, 1, now)
    if (turn % 3 === 0) pool.carry(agent, 1, -1, now)
  }
  took.sort()
  const at = (part: number) => (took[Math.floor(part * (DECISIONS - 1))] as number).toFixed(3)
  console.log(
    `${AGENTS} agents, rung ${rung}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, p99.9 ${at(0.999)} ms ` +
      `(${decidedBy} of ${DECISIONS} by it)`,
  )
}

measure('table')
const models = { firstReply: grow(1), handle: grow(2) }
console.log(`two models of ${models.handle.forest.roots.length} trees, depth 6`)
ladder.setExact((scores) =>
  createTrees({ version: 'trees', trainedAt: 0, output: 'factor_of_table', ...models }, scores),
)
measure('trees')
