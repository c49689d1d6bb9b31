import type { RoutingModelState, RoutingTraining } from '@parley/protocol/rest/routing-model'
import type { Learned } from '../prediction/index.ts'
import type { Kept } from './kept.ts'
import { learnInWorker } from './learn-in-worker.ts'
import type { LearningPorts } from './ports.ts'
import { readOutcomes } from './read-outcomes.ts'

/** Longer than this nothing trains; it would be the machine that is too weak. */
const TRAINING_MS_MAX = 10 * 60_000

export type Running = NonNullable<RoutingModelState['training']>

/** One training from start to end. It never throws: what went wrong stands in what it tells. */
export async function runTraining(
  { storage, now, newId, failed }: LearningPorts,
  workspaceId: string,
  cause: RoutingTraining['cause'],
  signal: AbortSignal,
  onStep: (running: Running) => void,
): Promise<{ training: RoutingTraining; learned: Learned | undefined }> {
  const startedAt = now()
  const training: RoutingTraining = {
    id: newId(),
    startedAt,
    endedAt: startedAt,
    cause,
    rows: 0,
    heldOutRows: 0,
    censoredRows: 0,
    from: 0,
    to: 0,
    result: 'failed',
    rung: 'least-busy',
    problem: '',
    errors: [],
  }
  const limited = AbortSignal.any([signal, AbortSignal.timeout(TRAINING_MS_MAX)])
  try {
    onStep({ startedAt, step: 'reading', progress: 0 })
    const columns = await readOutcomes(storage, workspaceId, startedAt, limited)
    const learned = await learnInWorker(columns, startedAt, limited, (step, progress) =>
      onStep({ startedAt, step, progress }),
    )
    return { training: { ...training, ...tell(learned), endedAt: now() }, learned }
  } catch (error) {
    const isCancelled = signal.aborted
    if (!isCancelled) failed(error, 'routing training')
    const problem = error instanceof Error ? error.message : String(error)
    return {
      training: {
        ...training,
        endedAt: now(),
        result: isCancelled ? 'cancelled' : 'failed',
        problem: isCancelled ? '' : problem,
      },
      learned: undefined,
    }
  }
}

function tell(learned: Learned): Partial<RoutingTraining> {
  const { rows, heldOutRows, censoredRows, from, to, rung, isTooFew, errors } = learned
  return {
    rows,
    heldOutRows,
    censoredRows,
    from,
    to,
    rung,
    result: isTooFew ? 'too_few' : rung === 'least-busy' ? 'not_better' : 'went_live',
    errors: errors.map(({ kind, ...error }) => ({
      ...error,
      target: kind === 'firstReply' ? 'first_reply' : 'handle',
    })),
  }
}

/** What a training changes of what is kept. */
export function learnedFrom(kept: Kept, training: RoutingTraining, learned?: Learned): Kept {
  const trainings = [training, ...kept.trainings]
  if (learned === undefined) return { ...kept, trainings }
  const because = learned.isTooFew
    ? 'too_few'
    : learned.rung === 'trees'
      ? 'better'
      : 'next_not_better'
  const { table } = learned
  return {
    ...kept,
    trainings,
    learned: { rung: learned.rung, because },
    spread:
      table === undefined
        ? null
        : {
            agents: table.handle.agentSpread,
            byTopic: table.handle.agentTopicSpread,
            rows: table.rows,
          },
  }
}
