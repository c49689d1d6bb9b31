import { EngineError } from './engine-error.ts'
import { Patience } from './patience.ts'
import type { ChainEvent, Engine, EngineQuestion } from './types.ts'

/**
 * Asks the engines in their order until one answers. Each `asking` event begins anew: what another
 * engine wrote before does not stand, so halves of two answers are never mixed.
 *
 * `questionFor` is called when an engine's turn comes: its conversation and what is hidden from it
 * are its own. Rejects with the last engine's error when none answers, and with the signal's reason.
 *
 * `waitMsMax`: for so long nothing may come from the engines together; those that are left share
 * what is left of it. An engine's own limits hold beside it.
 */
export async function* askChain(
  engines: readonly Engine[],
  questionFor: (engine: Engine) => EngineQuestion | Promise<EngineQuestion>,
  signal: AbortSignal,
  waitMsMax?: number,
): AsyncGenerator<ChainEvent, void, undefined> {
  const patience = waitMsMax === undefined ? undefined : new Patience(waitMsMax)
  let last: unknown = new EngineError('bad_config', 'No engine is set.')
  for (const [index, engine] of engines.entries()) {
    const { id: engineId, name: engineName } = engine
    const prepared = questionFor(engine)
    const question = prepared instanceof Promise ? await prepared : prepared
    yield { type: 'asking', engineId, engineName }
    using turn = patience?.turn(signal, engines.length - index)
    try {
      for await (const event of engine.ask(question, turn?.signal ?? signal)) {
        if (event.type === 'text' || event.type === 'replace') turn?.wrote()
        if (event.type === 'text_ended' || event.type === 'done') turn?.[Symbol.dispose]()
        yield event
      }
      return
    } catch (error) {
      if (signal.aborted || !(error instanceof EngineError)) throw error
      last = error
      yield { type: 'failed', engineId, engineName, error }
    }
  }
  throw last
}
