import { type Intent, type IntentFinding, missingOf } from './intents.ts'

/** An engine that answers in JSON. */
export interface Classifier {
  /** Resolves with what the engine wrote, parsed. Rejects when it fails or takes too long. */
  classify(
    request: { instruction: string; text: string; schema: object },
    signal: AbortSignal,
  ): Promise<unknown>
}

export interface RefineOptions {
  /**
   * Findings that are surer than this are not sent to the engine.
   * @default 0.9
   */
  sureFrom?: number
  signal: AbortSignal
}

/** How sure a choice of the engine is held to be; it does not tell reliably by itself. */
const ENGINE_CONFIDENCE = 0.85

/**
 * Asks an engine which intent a question has when the rules are not sure. `text` leaves the house:
 * redact it before. Entities stay those of the rules. Whatever goes wrong, the finding comes back as
 * it was: an engine can help, never break.
 */
export async function refineIntent<Known extends Intent>(
  classifier: Classifier,
  intents: readonly Known[],
  text: string,
  finding: IntentFinding<Known>,
  { sureFrom = 0.9, signal }: RefineOptions,
): Promise<IntentFinding<Known>> {
  if (intents.length === 0 || finding.confidence >= sureFrom) return finding
  const instruction =
    'Choose the intent of the customer’s message, or "none" when no intent fits well.\n' +
    intents.map(({ key, phrasings }) => `${key}: ${phrasings.slice(0, 3).join(' / ')}`).join('\n')
  const schema = {
    type: 'object',
    properties: { intent: { type: 'string', enum: [...intents.map(({ key }) => key), 'none'] } },
    required: ['intent'],
    additionalProperties: false,
  }
  const chosen = await classifier
    .classify({ instruction, text, schema }, signal)
    .then(intentOf, () => undefined)
  if (chosen === 'none')
    return { ...finding, intent: undefined, confidence: 0, missing: [], by: 'engine' }
  const intent = intents.find(({ key }) => key === chosen)
  if (intent === undefined) return finding
  const missing = missingOf(intent, finding.entities)
  return { ...finding, intent, confidence: ENGINE_CONFIDENCE, missing, by: 'engine' }
}

function intentOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'intent' in answer
    ? answer.intent
    : undefined
}
