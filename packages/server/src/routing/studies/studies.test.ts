import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { Refusal } from '@parley/protocol'
import type { StudyRequest } from '@parley/protocol/rest/routing-studies'
import { temporaryFolder } from '../../../tests/_harness/temporary-folder.ts'
import { until } from '../../../tests/_harness/wait.ts'
import { newId } from '../../platform/new-id.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { openSqliteStorage } from '../../platform/storage/sqlite/storage.ts'
import { defaultSettings } from '../settings.ts'
import { makeHistory } from '../simulator/history.fixture.ts'
import { createStudies } from './index.ts'

const history = makeHistory(2, 2)
const request: StudyRequest = {
  source: 'history',
  days: 2,
  changes: [{ name: 'two more', moreAgents: 2 }],
  withAllPolicies: false,
}

async function openRoom() {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder())
  const storage = opened.use(await openSqliteStorage({ file: join(folder.path, 'parley.db') }))
  const failures: unknown[] = []
  const { handleWeight, fairness, occupancyMs, windowSize, passedOverMax, headStartMs } =
    defaultSettings
  const studies = opened.use(
    createStudies({
      storage,
      now: () => history.to,
      newId,
      today: async () => ({
        settings: {
          policy: 'least-busy',
          handleWeight,
          fairness,
          occupancyMs,
          windowSize,
          passedOverMax,
          headStartMs,
        },
        slaFirstReplyMs: 0,
        timeZone: 'UTC',
        capacities: history.capacities,
      }),
      failed: (error) => failures.push(error),
    }),
  )
  const closing = opened.move()
  return { storage, studies, failures, [Symbol.asyncDispose]: () => closing.disposeAsync() }
}

async function remember({ db }: Storage, workspaceId: string): Promise<void> {
  const waits = history.waits.map(({ isCensored, ...wait }) => ({
    ...wait,
    id: newId(),
    workspaceId,
    contactId: wait.conversationId,
    channelId: 'web',
    isCensored: Number(isCensored),
    promiseJson: '{}',
  }))
  const outcomes = history.outcomes.map((outcome) => ({
    ...outcome,
    id: newId(),
    workspaceId,
    isFirstReplyCensored: Number(outcome.isFirstReplyCensored),
    isHandleCensored: Number(outcome.isHandleCensored),
    modelVersion: '',
    predictedFirstReplyMs: 0,
    predictedHandleMs: 0,
    features: new Uint8Array(0),
  }))
  for (let from = 0; from < waits.length; from += 500) {
    await db
      .insertInto('routingWaits')
      .values(waits.slice(from, from + 500))
      .execute()
  }
  for (let from = 0; from < outcomes.length; from += 500) {
    await db
      .insertInto('routingOutcomes')
      .values(outcomes.slice(from, from + 500))
      .execute()
  }
}

describe('studies', () => {
  test('replay what the workspace remembers, and nobody else’s', async () => {
    await using room = await openRoom()
    const { studies } = room
    await remember(room.storage, 'w1')
    const { id } = studies.start('w1', request)
    await until('it is done', async () => (await studies.find('w1', id)).status !== 'running')
    const study = await studies.find('w1', id)
    assert.equal(study.problem, '')
    assert.equal(study.status, 'done')
    assert.equal(study.result?.conversations, history.waits.length)
    assert.deepEqual(
      study.result?.rows.map(({ name }) => name),
      ['today', 'two more'],
    )
    await assert.rejects(studies.find('w2', id), (error) => error instanceof Refusal)
    assert.deepEqual(await studies.list('w2'), [])
    assert.equal((await studies.list('w1')).length, 1)
    await studies.remove('w1', id)
    assert.deepEqual(await studies.list('w1'), [])
    assert.deepEqual(room.failures, [])
  })

  test('say when there is too little to replay', async () => {
    await using room = await openRoom()
    const { id } = room.studies.start('w1', request)
    await until('it ends', async () => (await room.studies.find('w1', id)).status === 'failed')
    assert.equal((await room.studies.find('w1', id)).problem, 'too_little_history')
  })

  test('can be ended, and no more than three wait', async () => {
    await using room = await openRoom()
    const { studies } = room
    const long: StudyRequest = { ...request, source: 'example', days: 28, withAllPolicies: true }
    const ids = [1, 2, 3].map(() => studies.start('w1', long).id)
    assert.throws(
      () => studies.start('w1', long),
      (error) => error instanceof Refusal,
    )
    for (const id of ids) await studies.remove('w1', id)
    await until('they are gone', async () => (await studies.list('w1')).length === 0)
    assert.deepEqual(room.failures, [])
  })
})
