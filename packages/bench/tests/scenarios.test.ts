import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toPage } from '../src/report/page.ts'
import type { Report } from '../src/report/report.ts'
import { burst } from '../src/scenarios/burst.ts'
import { files } from '../src/scenarios/files.ts'
import { history } from '../src/scenarios/history.ts'
import { idle } from '../src/scenarios/idle.ts'
import { mixed } from '../src/scenarios/mixed.ts'
import { reconnect } from '../src/scenarios/reconnect.ts'
import type { RunOptions, Scenario } from '../src/scenarios/scenario.ts'
import { soak } from '../src/scenarios/soak.ts'
import { start } from '../src/scenarios/start.ts'
import { text } from '../src/scenarios/text.ts'

const tiny = { rate: 100, seconds: 1, warmUpSeconds: 0.2, visitors: 20, agents: 2 }

const noOptions: RunOptions = {
  profileFolder: undefined,
  rounds: 1,
  generators: 1,
  connections: undefined,
  stored: undefined,
  conversations: undefined,
}

/** Runs a scenario at a tiny size; whatever it measures, no message may be amiss. */
async function run(
  scenario: Scenario,
  options: Partial<RunOptions> = {},
  load: Partial<typeof tiny> = {},
): Promise<Report> {
  const { report } = await scenario.run({ ...tiny, ...load }, { ...noOptions, ...options })
  const { lost, doubled, out_of_order } = report
  assert.deepEqual({ lost, doubled, out_of_order }, { lost: 0, doubled: 0, out_of_order: 0 })
  return report
}

describe('scenarios, whole and tiny', { concurrency: false }, () => {
  for (const generators of [1, 2]) {
    test(`text, by ${generators} generators`, async () => {
      const report = await run(text, { generators })
      assert.equal(report.sent, 120)
      assert.deepEqual(report.refused, {})
      const series = report.series as { sent_per_s: number }[]
      assert.equal(
        series.reduce((sum, { sent_per_s }) => sum + sent_per_s / 4, 0),
        100,
      )
    })
  }

  test('burst: everything is acked or refused', async () => {
    const report = await run(burst, {}, { seconds: 2, visitors: 50 })
    assert.equal(report.sent, 20 + 50 + 500 + 100)
    assert.equal(report.burst_per_s, 1_000)
  })

  test('soak looks at memory on the way', async () => {
    const report = await run(soak, { stored: [200] })
    const held = report.held as { messages: number; heap_used_mb: number }[]
    assert.deepEqual(
      held.map(({ messages }) => messages),
      [80, 120, 170, 220],
    )
    assert.ok(held.every(({ heap_used_mb }) => heap_used_mb > 1))
  })

  test('idle holds its connections', async () => {
    const report = await run(idle, { connections: 50 })
    assert.equal(report.connections, 50)
    assert.ok((report.rss_mb_after as number) > 10)
  })

  test('reconnect: everybody is lost twice and comes back, and what was acked stands', async () => {
    const report = await run(reconnect, { connections: 40 }, { seconds: 2 })
    const { stored, ...wrong } = report.log as Record<string, number>
    assert.deepEqual(wrong, { lost: 0, doubled: 0, outOfOrder: 0 })
    assert.equal(stored, report.sent)
    assert.ok((report.connections_lost as number) >= 80)
    assert.equal((report.restarts as unknown[]).length, 2)
  })

  test('start: ready after a stop and after a kill under load', async () => {
    const report = await run(start, { stored: [300] })
    assert.equal((report.ready_after_stop_ms as number[]).length, 1)
    assert.equal((report.ready_after_kill_ms as number[]).length, 1)
  })

  test('history: on top of stored messages, and with open conversations', async () => {
    const report = await run(history, { stored: [100, 300], conversations: [10, 30] })
    const runs = report.runs as { stored: number; sent: number }[]
    assert.deepEqual(
      runs.map(({ stored, sent }) => [stored, sent]),
      [
        [100, 120],
        [300, 120],
      ],
    )
    const open = report.open_conversations as { conversations: number; appended: number }[]
    assert.deepEqual(
      open.map(({ conversations, appended }) => [conversations, appended > 0]),
      [
        [10, true],
        [30, true],
      ],
    )
  })

  test('files: at a rate and many at once, and loaded again as they were', async () => {
    const report = await run(files, {}, { rate: 40 })
    assert.equal((report.checked as { wrong: number }).wrong, 0)
    assert.ok((report.checked as { loaded: number }).loaded >= 40)
    const page = toPage(report, '<table>')
    assert.ok(page.includes('&lt;table&gt;') && !page.includes('<table>'))
    assert.equal(page.match(/<svg/g)?.length, 8)
    assert.doesNotMatch(page, /(src|href)=|@import|url\(|NaN|Infinity/)
  })

  test('mixed: every question is answered once, of each kind', async () => {
    // So many that none of them asks more often than one may.
    const report = await run(mixed, {}, { visitors: 400 })
    const answers = report.answers_ms as Record<string, { answered: number }>
    assert.deepEqual(Object.keys(answers), ['cached', 'knowledge', 'engine'])
    assert.ok(Object.values(answers).every(({ answered }) => answered > 0))
    assert.equal(report.refused, 0)
  })
})
