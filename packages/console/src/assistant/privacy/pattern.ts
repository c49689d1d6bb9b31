import type { PrivacyPattern } from '@parley/protocol/rest/privacy'

/** Whether a name can stand in a placeholder, as in [CONTRACT_1]. */
export const isPatternName = (name: string) => /^[A-Z]{2,16}$/.test(name)

/** Whether a pattern can be stored; whether it is a regular expression, the server knows. */
export const isWholePattern = ({ name, pattern }: PrivacyPattern) =>
  isPatternName(name) && pattern !== ''

/** A text that left, with its placeholders told from the rest. */
export function splitPlaceholders(text: string): { text: string; isHidden: boolean }[] {
  return text
    .split(/(\[[A-Z_]{2,20}_\d{1,6}\])/)
    .map((part, at) => ({ text: part, isHidden: at % 2 === 1 }))
    .filter((part) => part.text !== '')
}
