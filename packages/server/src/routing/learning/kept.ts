import type { RoutingModelState, RoutingTraining } from '@parley/protocol/rest/routing-model'
import type { Storage } from '../../platform/storage/index.ts'
import type { LearnedRung } from '../prediction/index.ts'

/** What is kept of a workspace's learning, beside the models. */
export interface Kept {
  settings: RoutingModelState['settings']
  live: RoutingModelState['live']
  /** The highest rung that the last training recommends, and why no higher one. */
  learned: { rung: LearnedRung; because: RoutingModelState['live']['because'] }
  /** A model from outside that promised other times than came is not used until it is brought anew. */
  hasExternalDrifted: boolean
  trainings: RoutingTraining[]
  spread: RoutingModelState['spread']
}

const TRAININGS_MAX = 20

/** What holds before anything was learnt. */
export function newKept(now: number): Kept {
  return {
    settings: { highestRung: 'trees', trainsNightly: true, nightlyHour: 3 },
    live: { rung: 'least-busy', because: 'too_few', version: '', trainedAt: 0, since: now },
    learned: { rung: 'least-busy', because: 'too_few' },
    hasExternalDrifted: false,
    trainings: [],
    spread: null,
  }
}

export async function readKept({ db }: Storage, workspaceId: string): Promise<Kept | undefined> {
  const row = await db
    .selectFrom('routingLearning')
    .select('stateJson')
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst()
  return row === undefined ? undefined : (JSON.parse(row.stateJson) as Kept)
}

export async function writeKept({ db }: Storage, workspaceId: string, kept: Kept): Promise<void> {
  const stateJson = JSON.stringify({ ...kept, trainings: kept.trainings.slice(0, TRAININGS_MAX) })
  await db
    .insertInto('routingLearning')
    .values({ workspaceId, stateJson })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet({ stateJson }))
    .execute()
}
