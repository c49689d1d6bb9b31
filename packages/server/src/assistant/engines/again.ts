import { EngineError, errorRules } from './engine-error.ts'
import type { EngineEvent } from './types.ts'

const WAIT_MS_MAX = 2_000
const WAIT_MS = 200

export interface AgainRules {
  /** Whether what was asked may stand somewhere: then it is asked again only when it was refused. */
  leavesTraces: boolean
  /** Whether the engine can still be asked. */
  isWell: () => boolean
  /** Ends the wait between both tries. */
  signal: AbortSignal
}

/**
 * Asks, and asks once more where that is safe and may help: nothing of an answer was seen, and the
 * engine has not begun or leaves no trace of it.
 */
export async function* askAgain(
  run: () => AsyncGenerator<EngineEvent, void, undefined>,
  { leavesTraces, isWell, signal }: AgainRules,
): AsyncGenerator<EngineEvent, void, undefined> {
  let isSeen = false
  try {
    for await (const event of run()) {
      isSeen ||= event.type !== 'conversation'
      yield event
    }
    return
  } catch (error) {
    const wait = isSeen ? undefined : waitAfter(error, leavesTraces)
    if (wait === undefined || !isWell()) throw error
    await sleep(wait, signal)
  }
  yield* run()
}

/** How long to wait before asking once more; undefined when that is not safe or not worth it. */
function waitAfter(error: unknown, leavesTraces: boolean): number | undefined {
  if (!(error instanceof EngineError)) return undefined
  const { retry } = errorRules[error.kind]
  if (retry === 'never' || (retry === 'unknown' && leavesTraces)) return undefined
  const wait = error.retryAfterMs ?? WAIT_MS * (1 + Math.random())
  return wait > WAIT_MS_MAX ? undefined : wait
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', aborted)
      resolve()
    }, ms)
    signal.addEventListener('abort', aborted, { once: true })
  })
}
