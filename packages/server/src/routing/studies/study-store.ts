import type { RoutingStudy } from '@parley/protocol/rest/routing-studies'
import type { Storage } from '../../platform/storage/index.ts'

/** The last ones are kept. */
const STUDIES_KEPT = 20

/** Studies that are over, by workspace. */
export function createStudyStore({ db }: Storage) {
  const ofWorkspace = (workspaceId: string) =>
    db
      .selectFrom('routingStudies')
      .where('workspaceId', '=', workspaceId)
      .orderBy('id', 'desc')
      .limit(STUDIES_KEPT)

  return {
    /** Newest first. */
    async list(workspaceId: string): Promise<RoutingStudy[]> {
      const rows = await ofWorkspace(workspaceId).select('studyJson').execute()
      return rows.map(({ studyJson }) => JSON.parse(studyJson) as RoutingStudy)
    },
    async find(workspaceId: string, id: string): Promise<RoutingStudy | undefined> {
      const row = await db
        .selectFrom('routingStudies')
        .select('studyJson')
        .where('workspaceId', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst()
      return row && (JSON.parse(row.studyJson) as RoutingStudy)
    },
    /** Older ones than the last 20 go. */
    async write(workspaceId: string, study: RoutingStudy): Promise<void> {
      const studyJson = JSON.stringify(study)
      await db
        .insertInto('routingStudies')
        .values({ id: study.id, workspaceId, studyJson })
        .execute()
      const kept = await ofWorkspace(workspaceId).select('id').execute()
      const oldest = kept.at(-1)
      if (kept.length < STUDIES_KEPT || oldest === undefined) return
      await db
        .deleteFrom('routingStudies')
        .where('workspaceId', '=', workspaceId)
        .where('id', '<', oldest.id)
        .execute()
    },
    async remove(workspaceId: string, id: string): Promise<boolean> {
      const result = await db
        .deleteFrom('routingStudies')
        .where('workspaceId', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst()
      return Number(result.numDeletedRows) > 0
    },
  }
}
