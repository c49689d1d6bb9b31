import { type Static, type TObject, Type } from 'typebox'
import type { Mark } from './marks.ts'
import type { EngineEvent, EngineQuestion } from './types.ts'
import type { VendorCodes } from './vendor-error.ts'
import type { Wire } from './wire.ts'

/** A make of engines: how it is set up, how it is spoken to, and what its codes mean. */
export interface Make<Settings extends TObject = TObject> {
  /** As people call it. */
  label: string
  settings: Settings
  codes: VendorCodes
  /**
   * Whether it keeps conversations. If so, a question that may have reached it is not asked again:
   * it would stand there twice.
   */
  keepsConversations: boolean
  /** What in its text is not for visitors, with the characters that such marks begin with. */
  marks?: { list: readonly Mark[]; starts: string }
  /**
   * Asks, and tells what comes. Ending without `done` means that the answer broke off; `handoff`
   * marks in the text, time limits and keys are not its affair.
   */
  ask(
    settings: Static<Settings>,
    question: EngineQuestion,
    wire: Wire,
  ): AsyncGenerator<EngineEvent, void, undefined>
  /** One vector a text, in their order; only makes that can. */
  embed?(
    settings: Static<Settings>,
    texts: readonly string[],
    wire: Wire,
  ): Promise<{ vectors: Float32Array[]; tokens: number }>
}

/** Keeps a make's settings typed in its own file. */
export function defineMake<Settings extends TObject>(make: Make<Settings>): Make<Settings> {
  return make
}

/**
 * How long an answer that is whole waits for the end of its stream, in milliseconds: most come at
 * once, and then the connection serves the next question.
 */
export const END_GRACE_MS = 300

/** Where the engine is, without the path of the call: "https://api.coze.cn". */
export const BaseUrl = Type.String({ pattern: '^https?://[^\\s?#]+$', maxLength: 500 })

/** A variable of the engine's own prompt that takes what we know of the matter. */
export const KnowledgeVariable = Type.Optional(
  Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,63}$' }),
)

/** The variables of a question: those that are set, and what we know, where it has a place. */
export function variablesOf(
  settings: { variables?: Record<string, string>; knowledgeVariable?: string },
  question: EngineQuestion,
): Record<string, string> {
  const { variables, knowledgeVariable } = settings
  if (knowledgeVariable === undefined) return { ...variables }
  return { ...variables, [knowledgeVariable]: question.knowledge ?? '' }
}
