import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '@parley/protocol'
import type { StudyChange, StudyResult } from '@parley/protocol/rest/routing-studies'
import { listWorkspaces } from '../people/index.ts'
import { newId } from '../platform/new-id.ts'
import { openSecrets } from '../platform/secrets/secrets.ts'
import { openSqliteStorage } from '../platform/storage/sqlite/storage.ts'
import { createFacts } from '../routing/facts/index.ts'
import { whatIf } from '../routing/simulator/index.ts'
import { readHistory, todayOf } from '../routing/studies/index.ts'

/** What of a data folder is replayed. */
export interface Replay {
  dataDir: string
  /** Undefined: the first. */
  workspaceId: string | undefined
  days: number
  change: StudyChange
}

/**
 * Replays a deployment's last days under every policy and with the change, from its data folder. A
 * server may run on it meanwhile: nothing is written.
 */
export async function replayFolder(asked: Replay): Promise<StudyResult> {
  const { dataDir, days, change } = asked
  const file = join(dataDir, 'parley.db')
  if (!existsSync(file)) throw new Refusal('not_found', `There is no ${file}.`)
  await using storage = await openSqliteStorage({ file })
  const people = { storage, announce: () => {}, now: Date.now, newId }
  const workspaceId = asked.workspaceId ?? (await listWorkspaces(people))[0]?.id ?? ''
  const facts = createFacts({
    storage,
    secrets: openSecrets(join(dataDir, 'keys')),
    policy: 'predicted',
    newId,
    now: Date.now,
    changed() {},
  })
  const { settings, slaFirstReplyMs, timeZone, capacities } = todayOf(await facts.of(workspaceId))
  const history = await readHistory(storage, workspaceId, { now: Date.now(), days, capacities })
  const { name, ...differences } = change
  return whatIf({
    history,
    days,
    today: settings,
    changes: Object.keys(differences).length > 0 ? [{ name, ...differences }] : [],
    withAllPolicies: true,
    slaFirstReplyMs,
    timeZone,
  })
}

/** The result as a table for a terminal. */
export function replayTable({ spread, fidelity, rows, ...of }: StudyResult): string {
  const seconds = (ms: number) => (ms / 1_000).toFixed(1)
  const percent = (share: number) => (100 * share).toFixed(1)
  const head = ['', 'agents', 'wait s', 'p50', 'p90', 'vs today %', 'gave up %', '<= 60 s %']
  const lines = rows.map((row) => {
    const { percent: change, halfWidth } = row.againstToday
    const interval = halfWidth === null ? '' : ` ±${halfWidth.toFixed(1)}`
    return [
      row.name,
      String(row.agents),
      seconds(row.meanWaitMs),
      seconds(row.p50WaitMs),
      seconds(row.p90WaitMs),
      `${change > 0 ? '+' : ''}${change.toFixed(1)}${interval}`,
      percent(row.abandoned),
      percent(row.within60s),
    ]
  })
  const table = [head, ...lines]
  const widths = head.map((_, column) =>
    Math.max(...table.map((line) => (line[column] ?? '').length)),
  )
  const text = table.map((line) =>
    line
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  )
  return [
    `${of.conversations} conversations of ${of.days} days, ${of.agents} agents, ${of.topics} topics.`,
    `Agents differ by ${spread.agents.toFixed(3)} in general and by ${spread.byTopic.toFixed(3)} by topic`,
    `(standard deviations of the log of the handling time, from ${spread.rows} assignments).`,
    fidelity === null
      ? ''
      : `Waited: ${seconds(fidelity.measuredMeanWaitMs)} s measured, ${seconds(fidelity.replayedMeanWaitMs)} s in the replay of today.`,
    '',
    ...text,
  ].join('\n')
}
