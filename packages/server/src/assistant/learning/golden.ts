import { Refusal } from '@parley/protocol'
import type {
  GoldenDraft,
  GoldenExpectation,
  GoldenQuestion,
  GoldenReport,
  GoldenResult,
  GoldenRun,
} from '@parley/protocol/rest/learning'
import { type Outcome, runPipeline, type Step, type Trace } from '../pipeline/index.ts'
import type { GoldenStore } from './golden-store.ts'

/** Questions that are asked at once, for engines answer slowly. */
const AT_ONCE = 4
const QUESTION_MS_MAX = 60_000
const TEXT_LENGTH_KEPT = 600

export interface GoldenPorts {
  store: GoldenStore
  /** The pipeline with a draft in place of what is published; it knows no cache and keeps nothing. */
  stepsWith(workspaceId: string, draft: GoldenDraft): Promise<readonly Step[]>
  now: () => number
  newId: () => string
  failed: (error: unknown, reference: string) => void
}

/**
 * Asks a workspace's golden questions, of what is published or of a draft, and compares with the
 * last run of what was published. One run of a workspace at a time.
 */
export function createGolden({ store, stepsWith, now, newId, failed }: GoldenPorts) {
  const running = new Map<string, { id: string; abort: AbortController; done: Promise<void> }>()

  async function carryOut(
    workspaceId: string,
    run: GoldenRun,
    questions: readonly GoldenQuestion[],
    signal: AbortSignal,
  ): Promise<void> {
    const report: GoldenReport = { ...run, results: [] }
    try {
      const steps = await stepsWith(workspaceId, run.draft)
      const published = await store.published(workspaceId)
      const before = new Map(published?.results.map((result) => [result.questionId, result]))
      const results: GoldenResult[] = []
      const waiting = [...questions.entries()]
      const work = async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const [at, question] = next
          results[at] = compare(
            question,
            await ask(workspaceId, steps, question, now(), signal),
            before.get(question.id),
          )
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
      report.results = results
      report.right = results.filter(({ isRight }) => isRight).length
    } catch (error) {
      report.problem = error instanceof Error ? error.message : String(error)
    }
    report.finishedAt = now()
    await store.finish(workspaceId, report)
  }

  /**
   * A run as it is told. The one that was going on before it was read goes on still, so that the next
   * may begin when this one is told to be over; another one without an end was cut off by an end of
   * the process.
   */
  const tell = <Run extends GoldenRun>(run: Run, goingId: string | undefined): Run => {
    if (run.id === goingId) return { ...run, finishedAt: 0 }
    return run.finishedAt > 0
      ? run
      : { ...run, finishedAt: run.startedAt, problem: 'It was cut off.' }
  }

  return {
    /** Begins a run; look at its report until it has finished. @throws {Refusal} `conflict` */
    async begin(workspaceId: string, draft: GoldenDraft): Promise<GoldenRun> {
      const questions = await store.list(workspaceId)
      if (questions.length === 0) {
        throw new Refusal('conflict', 'There are no golden questions yet. Write one.')
      }
      if (running.has(workspaceId)) {
        throw new Refusal('conflict', 'The golden questions are being asked. Wait for the end.')
      }
      const run: GoldenRun = {
        id: newId(),
        startedAt: now(),
        finishedAt: 0,
        problem: '',
        draft,
        isDraft: Object.values(draft).some((part) => part !== undefined),
        asked: questions.length,
        right: 0,
      }
      const abort = new AbortController()
      const begun = store.begin(workspaceId, run)
      const done = begun
        .then(() => carryOut(workspaceId, run, questions, abort.signal))
        .catch((error) => failed(error, 'golden questions'))
        .finally(() => running.delete(workspaceId))
      running.set(workspaceId, { id: run.id, abort, done })
      await begun
      return run
    },

    async runs(workspaceId: string): Promise<GoldenRun[]> {
      const goingId = running.get(workspaceId)?.id
      return (await store.runs(workspaceId)).map((run) => tell(run, goingId))
    },

    async report(workspaceId: string, id: string): Promise<GoldenReport> {
      const goingId = running.get(workspaceId)?.id
      return tell(await store.report(workspaceId, id), goingId)
    },

    async [Symbol.asyncDispose](): Promise<void> {
      for (const { abort } of running.values()) abort.abort()
      await Promise.all([...running.values()].map(({ done }) => done))
    },
  }
}

type Got = Omit<GoldenResult, 'questionId' | 'question' | 'before' | 'change'>

async function ask(
  workspaceId: string,
  steps: readonly Step[],
  { question, expected }: GoldenQuestion,
  askedAt: number,
  signal: AbortSignal,
): Promise<Got> {
  const { outcome, trace } = await runPipeline(
    steps,
    {
      workspaceId,
      channelId: '',
      conversationId: '',
      contactId: '',
      seq: 0,
      text: question,
      earlier: [],
      askedAt,
    },
    {
      signal: AbortSignal.any([signal, AbortSignal.timeout(QUESTION_MS_MAX)]),
      write() {},
      restart() {},
    },
  )
  return {
    isRight: isAsExpected(expected, outcome, trace),
    outcome: outcome.kind,
    decidedBy: trace.decidedBy,
    text: outcome.kind === 'answered' ? outcome.text.slice(0, TEXT_LENGTH_KEPT) : outcome.reason,
  }
}

/** Whether what came of a question is what must come of it. */
function isAsExpected(
  expected: GoldenExpectation,
  outcome: Outcome,
  { decidedBy }: Pick<Trace, 'decidedBy'>,
): boolean {
  const answer = outcome.kind === 'answered' && decidedBy !== 'sorry' ? outcome : undefined
  switch (expected.kind) {
    case 'article':
      return (
        answer?.parts.citations.some(({ articleId }) => articleId === expected.articleId) ?? false
      )
    case 'fact':
      return (
        answer?.sources.some(({ kind, id }) => kind === 'fact' && id === expected.factId) ?? false
      )
    case 'contains':
      return answer?.text.toLowerCase().includes(expected.text.toLowerCase()) ?? false
    case 'handed_over':
      return outcome.kind === 'handed_over'
    case 'not_answered':
      return answer === undefined
  }
}

function compare(
  { id: questionId, question }: GoldenQuestion,
  got: Got,
  former: GoldenResult | undefined,
): GoldenResult {
  const before = former && {
    isRight: former.isRight,
    outcome: former.outcome,
    decidedBy: former.decidedBy,
    text: former.text,
  }
  return { questionId, question, ...got, before: before ?? null, change: changeOf(got, before) }
}

function changeOf(got: Got, before: Got | undefined): GoldenResult['change'] {
  if (before === undefined) return 'new'
  if (got.isRight !== before.isRight) return got.isRight ? 'better' : 'worse'
  return got.text === before.text && got.decidedBy === before.decidedBy ? 'same' : 'changed'
}
