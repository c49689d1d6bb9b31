import { Refusal } from '@parley/protocol'
import type { Intent } from '@parley/protocol/rest/graph'
import { RE2JS } from 're2js'

/** @throws {Refusal} `bad_input` for a pattern that cannot be read, and answers about nothing. */
export function mustBeAnIntent(intent: Intent): void {
  const { key, subject, answers = [], patterns = [] } = intent
  const refuse = (problem: string): never => {
    throw new Refusal('bad_input', `The intent "${key}": ${problem}`)
  }
  for (const pattern of patterns) {
    try {
      RE2JS.compile(pattern)
    } catch {
      refuse(`"${pattern}" is no regular expression (RE2).`)
    }
  }
  if (answers.length > 0 && subject === undefined) {
    refuse('its answers need a type of entity that they are about.')
  }
}
