import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { temporaryFolder } from '../../../tests/_harness/temporary-folder.ts'
import { until } from '../../../tests/_harness/wait.ts'
import { newId } from '../../platform/new-id.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { openSqliteStorage } from '../../platform/storage/sqlite/storage.ts'
import { train, writeModel } from '../model/index.ts'
import { FEATURES } from '../prediction/index.ts'
import { makeOutcomes, type Situation } from '../prediction/outcomes.fixture.ts'
import type { Outcome } from '../types.ts'
import { createLearning, type LiveModels } from './index.ts'

const NOW = Date.UTC(2026, 10, 20, 12)
const byAgent = ({ agent }: Situation): number => (agent % 5) * 0.3 - 0.6
const byQueue = ({ agent, queueLength }: Situation): number =>
  agent % 2 === 1 && queueLength >= 5 ? 1.2 : 0

async function openRoom() {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder())
  const storage = opened.use(await openSqliteStorage({ file: join(folder.path, 'parley.db') }))
  await storage.db
    .insertInto('workspaces')
    .values({ id: 'w1', name: 'w1', isTypingPreviewOn: 1, createdAt: 1 })
    .execute()
  const failures: unknown[] = []
  const changes: LiveModels[] = []
  const create = () =>
    createLearning({
      storage,
      now: () => NOW,
      newId,
      timeZone: async () => 'Asia/Shanghai',
      failed: (error) => failures.push(error),
    })
  const learning = opened.use(create())
  learning.serve('w1', (models) => changes.push(models))
  const closing = opened.move()
  return {
    storage,
    learning,
    create,
    failures,
    changes,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

type Room = Awaited<ReturnType<typeof openRoom>>

async function store({ db }: Storage, outcomes: Outcome[], workspaceId = 'w1'): Promise<void> {
  const last = outcomes.at(-1)?.assignedAt ?? 0
  for (let from = 0; from < outcomes.length; from += 500) {
    const rows = outcomes.slice(from, from + 500).map((outcome) => ({
      id: newId(),
      workspaceId,
      conversationId: outcome.conversationId,
      agentId: outcome.agentId,
      topic: outcome.topic,
      modelVersion: '',
      assignedAt: NOW - last - 60_000 + outcome.assignedAt,
      endedAt: NOW,
      active: outcome.active,
      firstReplyMs: outcome.firstReplyMs,
      isFirstReplyCensored: Number(outcome.isFirstReplyCensored),
      handleMs: outcome.handleMs,
      isHandleCensored: Number(outcome.isHandleCensored),
      predictedFirstReplyMs: 0,
      predictedHandleMs: 0,
      features: new Uint8Array(outcome.features.buffer),
    }))
    await db.insertInto('routingOutcomes').values(rows).execute()
  }
}

async function trainNow({ learning }: Room) {
  await learning.train('w1')
  await until('it is trained', async () => (await learning.state('w1')).training === null)
  return learning.state('w1')
}

describe('a workspace that learns', () => {
  test('decides by who is least busy while there is little to learn from', async () => {
    await using room = await openRoom()
    await until('it is served', () => room.changes.length > 0)
    assert.deepEqual(room.changes, [{ table: undefined, trees: undefined }])
    await store(room.storage, makeOutcomes({ rows: 50, agents: 3 }))
    const { live, trainings } = await trainNow(room)
    assert.equal(live.rung, 'least-busy')
    assert.equal(live.because, 'too_few')
    assert.equal(trainings[0]?.result, 'too_few')
    assert.deepEqual(room.failures, [])
  })

  test('puts trees live that beat the table, keeps them over a restart, and asks nobody else', async () => {
    await using room = await openRoom()
    const truth = { agents: 10, firstReply: byQueue, handle: byAgent }
    await store(room.storage, makeOutcomes({ rows: 8_000, ...truth }))
    await store(room.storage, makeOutcomes({ rows: 100, agents: 1 }), 'w2')
    const state = await trainNow(room)
    assert.equal(state.live.rung, 'trees')
    assert.equal(state.trainings[0]?.rows, 8_000)
    assert.equal(
      state.importance.find(({ target }) => target === 'first_reply')?.feature,
      'queue_length',
    )
    assert.ok((state.spread?.agents ?? 0) > 0.2)
    assert.ok(room.changes.at(-1)?.trees !== undefined)

    await using again = room.create()
    const found = Promise.withResolvers<LiveModels>()
    again.serve('w1', found.resolve)
    const { table, trees } = await found.promise
    assert.equal(table?.agentIds.length, 10)
    assert.equal(trees?.version, state.live.version)
    assert.deepEqual((await again.state('w1')).live, state.live)
    assert.deepEqual(room.failures, [])
  })

  test('keeps to the rung that an administrator allows', async () => {
    await using room = await openRoom()
    const truth = { agents: 10, firstReply: byQueue, handle: byAgent }
    await store(room.storage, makeOutcomes({ rows: 8_000, ...truth }))
    await trainNow(room)
    const { live } = await room.learning.change('w1', { highestRung: 'table' })
    assert.equal(live.rung, 'table')
    assert.equal(live.because, 'chosen')
    assert.equal(room.changes.at(-1)?.trees, undefined)
    assert.equal((await room.learning.change('w1', { highestRung: 'trees' })).live.rung, 'trees')
  })

  test('steps back when what comes is not what was promised', async () => {
    await using room = await openRoom()
    await store(room.storage, makeOutcomes({ rows: 4_000, agents: 10, handle: byAgent }))
    const { live } = await trainNow(room)
    assert.equal(live.rung, 'table')
    const [sample] = makeOutcomes({ rows: 1, agents: 1 }) as [Outcome]
    const tell = (outcome: Partial<Outcome>, count: number, version: string) => {
      for (let turn = 0; turn < count; turn += 1) {
        room.learning.observe('w1', { ...sample, ...outcome }, version)
      }
    }
    const right = { predictedFirstReplyMs: sample.firstReplyMs, predictedHandleMs: sample.handleMs }
    tell(right, 300, live.version)
    tell({ ...right, predictedHandleMs: sample.handleMs / 9 }, 600, 'of another model')
    const seen = (await room.learning.state('w1')).calibration
    assert.deepEqual(
      seen.map(({ outcomes, ratio }) => [outcomes, ratio]),
      [
        [300, 1],
        [300, 1],
      ],
    )
    tell({ ...right, predictedHandleMs: sample.handleMs / 9 }, 300, live.version)
    await until('it steps back', async () => {
      const { live: now } = await room.learning.state('w1')
      return now.rung === 'least-busy' && now.because === 'drifted'
    })
    assert.equal(room.changes.at(-1)?.table, undefined)
    assert.equal((await trainNow(room)).live.rung, 'table')
  })

  test('can be cancelled, and runs once at a time', async () => {
    await using room = await openRoom()
    await store(room.storage, makeOutcomes({ rows: 8_000, agents: 10, firstReply: byQueue }))
    await room.learning.train('w1')
    await room.learning.train('w1')
    await room.learning.cancel('w1')
    await until('it ends', async () => (await room.learning.state('w1')).training === null)
    const { trainings, live } = await room.learning.state('w1')
    assert.equal(trainings.length, 1)
    assert.equal(trainings[0]?.result, 'cancelled')
    assert.equal(live.rung, 'least-busy')
  })

  test('takes models from outside that keep the contract, and names what does not', async () => {
    await using room = await openRoom()
    const rows = 40
    const values = Float32Array.from({ length: rows * FEATURES.length }, (_, at) => at % 7)
    const labels = Float32Array.from({ length: rows }, (_, row) => 1_000 * (1 + (row % 7)))
    const fileOf = (names: readonly string[]) =>
      new TextEncoder().encode(
        writeModel(
          train(
            { columns: FEATURES.length, values, labels, names: [...names] },
            { objective: 'reg:gamma', trees: 3 },
          ).model,
        ),
      )
    const good = fileOf(FEATURES)
    await assert.rejects(
      room.learning.bring('w1', 'handle', fileOf(FEATURES.with(2, 'shoe_size' as 'hour'))),
      /shoe_size/,
    )
    await assert.rejects(room.learning.change('w1', { highestRung: 'external' }), /first_reply/)
    await room.learning.bring('w1', 'handle', good)
    await room.learning.bring('w1', 'first_reply', good)
    const { live, external } = await room.learning.change('w1', { highestRung: 'external' })
    assert.equal(live.rung, 'external')
    assert.equal(external?.targets.length, 2)
    assert.equal(room.changes.at(-1)?.trees?.output, 'ms')
    const dropped = await room.learning.dropExternal('w1')
    assert.equal(dropped.live.rung, 'least-busy')
    assert.equal(dropped.external, null)
  })

  test('learns at night, by the clock of the workspace', async () => {
    await using room = await openRoom()
    const { nextTrainingAt } = await room.learning.state('w1')
    // 03:00 in Shanghai is 19:00 UTC of the day before.
    assert.equal(nextTrainingAt, Date.UTC(2026, 10, 20, 19))
    const { nextTrainingAt: none } = await room.learning.change('w1', { trainsNightly: false })
    assert.equal(none, 0)
  })
})
