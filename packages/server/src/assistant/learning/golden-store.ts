import { Refusal } from '@parley/protocol'
import type {
  GoldenQuestion,
  GoldenReport,
  GoldenRequest,
  GoldenRun,
} from '@parley/protocol/rest/learning'
import type { Row, Storage } from '../../platform/storage/index.ts'

/** Golden questions of a workspace: a run asks them all. */
const QUESTIONS_MAX = 200
/** Runs that are kept; the oldest go. */
const RUNS_MAX = 30

/** The golden questions of each workspace, and what came of them. */
export function createGoldenStore(storage: Storage, newId: () => string) {
  const { db } = storage

  const list = async (workspaceId: string): Promise<GoldenQuestion[]> =>
    (
      await db
        .selectFrom('goldenQuestions')
        .selectAll()
        .where('workspaceId', '=', workspaceId)
        .orderBy('id', 'desc')
        .execute()
    ).map(({ id, question, locale, expectedJson }) => ({
      id,
      question,
      locale: locale as GoldenQuestion['locale'],
      expected: JSON.parse(expectedJson),
    }))

  const runsOf = (workspaceId: string) =>
    db.selectFrom('goldenRuns').where('workspaceId', '=', workspaceId).orderBy('id', 'desc')

  return {
    list,

    async add(workspaceId: string, request: GoldenRequest): Promise<GoldenQuestion> {
      if ((await list(workspaceId)).length >= QUESTIONS_MAX) {
        throw new Refusal('conflict', `A workspace has ${QUESTIONS_MAX} golden questions at most.`)
      }
      const id = newId()
      const { question, locale, expected } = request
      const expectedJson = JSON.stringify(expected)
      await db
        .insertInto('goldenQuestions')
        .values({ id, workspaceId, question, locale, expectedJson })
        .execute()
      return { id, ...request }
    },

    async change(workspaceId: string, id: string, request: GoldenRequest): Promise<GoldenQuestion> {
      const { question, locale, expected } = request
      const { numUpdatedRows } = await db
        .updateTable('goldenQuestions')
        .set({ question, locale, expectedJson: JSON.stringify(expected) })
        .where('workspaceId', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw noQuestion()
      return { id, ...request }
    },

    async remove(workspaceId: string, id: string): Promise<void> {
      const { numDeletedRows } = await db
        .deleteFrom('goldenQuestions')
        .where('workspaceId', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (numDeletedRows === 0n) throw noQuestion()
    },

    /** Without their results, newest first. */
    async runs(workspaceId: string): Promise<GoldenRun[]> {
      const rows = await runsOf(workspaceId).selectAll().limit(RUNS_MAX).execute()
      return rows.map(toRun)
    },

    async report(workspaceId: string, id: string): Promise<GoldenReport> {
      const row = await runsOf(workspaceId).selectAll().where('id', '=', id).executeTakeFirst()
      if (row === undefined) throw new Refusal('not_found', 'There is no such run.')
      return { ...toRun(row), results: JSON.parse(row.resultsJson) }
    },

    /** The last finished run of what was published. */
    async published(workspaceId: string): Promise<GoldenReport | undefined> {
      const row = await runsOf(workspaceId)
        .selectAll()
        .where('isDraft', '=', 0)
        .where('finishedAt', '>', 0)
        .where('problem', '=', '')
        .executeTakeFirst()
      return row && { ...toRun(row), results: JSON.parse(row.resultsJson) }
    },

    async begin(workspaceId: string, run: GoldenRun): Promise<void> {
      await db
        .insertInto('goldenRuns')
        .values({ workspaceId, ...toRow(run), resultsJson: '[]' })
        .execute()
      const old = await runsOf(workspaceId).select('id').offset(RUNS_MAX).limit(100).execute()
      if (old.length === 0) return
      const ids = old.map(({ id }) => id)
      await db
        .deleteFrom('goldenRuns')
        .where('workspaceId', '=', workspaceId)
        .where('id', 'in', ids)
        .execute()
    },

    async finish(workspaceId: string, { results, ...run }: GoldenReport): Promise<void> {
      await db
        .updateTable('goldenRuns')
        .set({ ...toRow(run), resultsJson: JSON.stringify(results) })
        .where('workspaceId', '=', workspaceId)
        .where('id', '=', run.id)
        .execute()
    },
  }
}

export type GoldenStore = ReturnType<typeof createGoldenStore>

function toRun({ draftJson, isDraft, workspaceId: _, resultsJson: _r, ...row }: Row<'goldenRuns'>) {
  return { ...row, draft: JSON.parse(draftJson), isDraft: isDraft === 1 } satisfies GoldenRun
}

function toRow({ draft, isDraft, ...run }: GoldenRun) {
  return { ...run, draftJson: JSON.stringify(draft), isDraft: isDraft ? 1 : 0 }
}

function noQuestion(): Refusal {
  return new Refusal('not_found', 'There is no such question.')
}
