import { EngineError } from './engine-error.ts'
import type { Make } from './make.ts'
import { handoffMark, MarkFilter } from './marks.ts'
import type { EngineEvent, EngineQuestion } from './types.ts'
import { Wire, type WireOptions } from './wire.ts'
import { WithoutThoughts } from './without-thoughts.ts'

/** One engine, as bare as it is: its make, its settings, and how it is reached. */
export interface Line {
  make: Make
  settings: { baseUrl: string }
  options: Omit<WireOptions, 'codes' | 'signal' | 'baseUrl'>
}

/**
 * Asks once. A conversation that the engine no longer knows is begun anew. Marks and what it thinks
 * aloud are taken out of the text; an answer without content or without the engine's mark of its end
 * is an error.
 */
export async function* askOnce(
  line: Line,
  question: EngineQuestion,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent, void, undefined> {
  let isSeen = false
  try {
    for await (const event of attempt(line, question, signal)) {
      isSeen ||= event.type !== 'conversation'
      yield event
    }
  } catch (error) {
    if (isSeen || !isOfConversation(error)) throw error
    // It knows none that it was not named: what is not there is something else.
    if (question.conversationId === undefined) throw asConfig(error)
    yield* attempt(line, { ...question, conversationId: undefined }, signal)
  }
}

/** Some makes have no code of their own for a conversation that is gone. */
function isOfConversation(error: unknown): error is EngineError {
  const kind = error instanceof EngineError ? error.kind : undefined
  return kind === 'conversation_gone' || kind === 'bad_config'
}

function asConfig(error: EngineError): EngineError {
  return new EngineError('bad_config', error.message, error)
}

async function* attempt(
  { make, settings, options }: Line,
  question: EngineQuestion,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent, void, undefined> {
  signal.throwIfAborted()
  const wire = openWire({ make, settings, options }, signal)
  const filter = createFilter(make)
  let thoughts = new WithoutThoughts()
  let hasContent = false
  let isDone = false
  try {
    for await (const event of make.ask(settings, question, wire)) {
      if (event.type === 'text' || event.type === 'replace') {
        if (event.type === 'replace') {
          filter.flush()
          thoughts = new WithoutThoughts()
        }
        const said = thoughts.push(event.text)
        if (said !== '') wire.wrote()
        const text = filter.push(said)
        hasContent ||= text.trim() !== ''
        if (text !== '' || event.type === 'replace') yield { type: event.type, text }
        continue
      }
      if (event.type === 'text_ended' || event.type === 'done') {
        const held = filter.push(thoughts.flush()) + filter.flush()
        hasContent ||= held.trim() !== ''
        if (held !== '') yield { type: 'text', text: held }
      }
      if (event.type === 'tool' || event.type === 'handoff') hasContent = true
      if (event.type !== 'done') {
        yield event
        continue
      }
      if (filter.handoff !== undefined) yield { type: 'handoff', reason: filter.handoff }
      else if (!hasContent) throw new EngineError('engine_error', 'The engine’s answer is empty.')
      isDone = true
      yield event
      return
    }
    throw new EngineError('truncated', 'The answer ended without the engine’s mark of its end.')
  } catch (error) {
    throw wire.toError(error)
  } finally {
    wire.close(isDone)
  }
}

/** A wire for one call; whoever opens it closes it. */
export function openWire({ make, settings, options }: Line, signal: AbortSignal): Wire {
  const baseUrl = settings.baseUrl.replace(/\/+$/, '')
  return new Wire({ ...options, codes: make.codes, baseUrl, signal })
}

function createFilter({ marks }: Make): MarkFilter {
  return new MarkFilter([handoffMark, ...(marks?.list ?? [])], `[${marks?.starts ?? ''}`)
}
