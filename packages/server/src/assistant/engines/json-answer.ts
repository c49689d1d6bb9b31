import { EngineError } from './engine-error.ts'
import type { Engine, EngineQuestion } from './types.ts'

/**
 * Asks for an answer of the question's `answerForm` and gives it parsed, however the engine wraps
 * it. The form itself is the caller's to check. Rejects like `ask`, and with `protocol` when the
 * answer is no JSON.
 */
export async function askForJson(
  engine: Pick<Engine, 'ask'>,
  question: EngineQuestion & Required<Pick<EngineQuestion, 'answerForm'>>,
  signal: AbortSignal,
): Promise<unknown> {
  let text = ''
  for await (const event of engine.ask(question, signal)) {
    if (event.type === 'replace') text = ''
    if (event.type === 'text' || event.type === 'replace') text += event.text
  }
  // Many models put it into a block of Markdown, some say a word before it.
  const start = text.search(/[[{]/)
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))
  try {
    return JSON.parse(text.slice(start, end + 1))
  } catch {
    throw new EngineError(
      'protocol',
      `The engine was to answer in JSON, but wrote: ${text.slice(0, 80)}`,
    )
  }
}
