import type { PrivacySettings } from '@parley/protocol/rest/privacy'
import type { PrivacyPorts } from './ports.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** Rows removed in one step, so that what people wait for gets its turn in between. */
const STEP_ROWS = 500

type KeptDays = (workspaceId: string) => Promise<Pick<PrivacySettings, 'keptDays'>>

/** Removes what each workspace's log need not reach back to. Resolves with how many went. */
export async function sweepDepartures(ports: PrivacyPorts, settingsOf: KeptDays): Promise<number> {
  const { db } = ports.storage
  const workspaces = await db.selectFrom('workspaces').select('id').execute()
  let swept = 0
  for (const { id: workspaceId } of workspaces) {
    const { keptDays } = await settingsOf(workspaceId)
    const before = ports.now() - keptDays * DAY_MS
    for (;;) {
      // Ids grow with time, so the oldest are the first of the index.
      const oldest = await db
        .selectFrom('departures')
        .select(['id', 'leftAt'])
        .where('workspaceId', '=', workspaceId)
        .orderBy('id')
        .limit(STEP_ROWS)
        .execute()
      const old = oldest.filter(({ leftAt }) => leftAt < before).map(({ id }) => id)
      if (old.length === 0) break
      await db.deleteFrom('departures').where('id', 'in', old).execute()
      swept += old.length
      if (old.length < STEP_ROWS) break
    }
  }
  return swept
}

/** Sweeps now and then hourly, until it is disposed. A sweep that fails is reported and tried again. */
export function startSweepingDepartures(
  ports: PrivacyPorts,
  settingsOf: KeptDays,
): AsyncDisposable {
  let running: Promise<unknown> = Promise.resolve()
  const sweep = () => {
    running = running
      .then(() => sweepDepartures(ports, settingsOf))
      .catch((error) => ports.failed(error, 'departures'))
  }
  sweep()
  const timer = setInterval(sweep, HOUR_MS)
  timer.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await running
    },
  }
}
