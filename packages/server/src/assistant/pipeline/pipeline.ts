import type { Findings, Outcome, Question, Step, StepOutput, Trace, TraceStep } from './types.ts'

/** Where the words go while an answer is made. */
export type Words = Pick<StepOutput, 'signal' | 'write' | 'restart'> &
  Partial<Pick<StepOutput, 'sent'>>

/**
 * Takes a question through the steps, in their order, until one decides. A step that fails is noted
 * and passed over: the next ones know less, and the last one always has an answer. Resolves with
 * what was decided and how it came to that; never rejects for a step's sake.
 *
 * @throws when the signal is aborted.
 */
export async function runPipeline(
  steps: readonly Step[],
  question: Question,
  words: Words,
): Promise<{ outcome: Outcome; trace: Trace }> {
  const startedAt = performance.now()
  const findings: Findings = { passages: [], questions: [] }
  const trace = newTrace(question)
  let outcome: Outcome | undefined
  for (const step of steps) {
    const traced: TraceStep = { name: step.name, ms: 0, result: 'passed', details: [] }
    trace.steps.push(traced)
    const stepAt = performance.now()
    try {
      const running = step.run(question, findings, outputOf(words, trace, traced, startedAt))
      // Most steps decide at once; those that do not cost the others no turn of the event loop.
      outcome = running instanceof Promise ? await running : running
    } catch (error) {
      words.signal.throwIfAborted()
      traced.result = 'failed'
      traced.details.push(error instanceof Error ? error.message : String(error))
    }
    words.signal.throwIfAborted()
    traced.ms = performance.now() - stepAt
    if (outcome === undefined) continue
    traced.result = outcome.kind
    trace.decidedBy = step.name
    break
  }
  outcome ??= { kind: 'handed_over', reason: 'no_answer' }
  trace.outcome = outcome.kind
  if (outcome.kind === 'answered') trace.sources = outcome.sources
  else trace.reason = outcome.reason
  trace.totalMs = performance.now() - startedAt
  trace.firstTextMs ||= trace.totalMs
  return { outcome, trace }
}

function outputOf(words: Words, trace: Trace, traced: TraceStep, startedAt: number): StepOutput {
  return {
    signal: words.signal,
    write(text) {
      if (text !== '') trace.firstTextMs ||= performance.now() - startedAt
      words.write(text)
    },
    restart: words.restart,
    sent: (engineName, text) => words.sent?.(engineName, text),
    note: (detail) => traced.details.push(detail),
    spent(engine, costMicros) {
      trace.engine = engine
      trace.costMicros += costMicros
    },
  }
}

function newTrace({ workspaceId, conversationId, seq, text, askedAt }: Question): Trace {
  return {
    workspaceId,
    conversationId,
    questionSeq: seq,
    question: text,
    askedAt,
    steps: [],
    outcome: 'failed',
    decidedBy: '',
    reason: '',
    sources: [],
    engine: '',
    costMicros: 0,
    firstTextMs: 0,
    totalMs: 0,
  }
}
