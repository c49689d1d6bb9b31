import type { GoldenDraft, GoldenReport, GoldenRun } from '@parley/protocol/rest/learning'
import { api } from '../../app/api.ts'

const RUNS = '/api/assistant/golden/runs'
const LOOK_MS = 500

/**
 * Asks the golden questions of a draft. Where what is published was never asked, it is first: else
 * there would be nothing to compare with. Stops looking when the signal is aborted.
 *
 * @throws {Refusal} `conflict` when there are no questions, or they are being asked already.
 */
export async function tryOut(draft: GoldenDraft, signal: AbortSignal): Promise<GoldenReport> {
  const runs = await api<GoldenRun[]>('GET', RUNS, undefined, signal)
  const isKnown = runs.some((run) => !run.isDraft && run.finishedAt > 0 && run.problem === '')
  if (!isKnown) await run({}, signal)
  return await run(draft, signal)
}

async function run(draft: GoldenDraft, signal: AbortSignal): Promise<GoldenReport> {
  const { id } = await api<GoldenRun>('POST', RUNS, draft, signal)
  for (;;) {
    const report = await api<GoldenReport>('GET', `${RUNS}/${id}`, undefined, signal)
    if (report.finishedAt > 0) return report
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    signal.throwIfAborted()
  }
}
