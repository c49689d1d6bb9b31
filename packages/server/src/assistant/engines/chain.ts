import { EngineError } from './engine-error.ts'
import type { ChainEvent, Engine, EngineQuestion } from './types.ts'

/**
 * Asks the engines in their order until one answers. Each `asking` event begins anew: what another
 * engine wrote before does not stand, so halves of two answers are never mixed.
 *
 * `questionFor` is called when an engine's turn comes: its conversation and what is hidden from it
 * are its own. Rejects with the last engine's error when none answers, and with the signal's reason.
 */
export async function* askChain(
  engines: readonly Engine[],
  questionFor: (engine: Engine) => EngineQuestion | Promise<EngineQuestion>,
  signal: AbortSignal,
): AsyncGenerator<ChainEvent, void, undefined> {
  let last: unknown = new EngineError('bad_config', 'No engine is set.')
  for (const engine of engines) {
    const { id: engineId, name: engineName } = engine
    const prepared = questionFor(engine)
    const question = prepared instanceof Promise ? await prepared : prepared
    yield { type: 'asking', engineId, engineName }
    try {
      yield* engine.ask(question, signal)
      return
    } catch (error) {
      if (signal.aborted || !(error instanceof EngineError)) throw error
      last = error
      yield { type: 'failed', engineId, engineName, error }
    }
  }
  throw last
}
