import { Refusal } from '@parley/protocol'
import type { PrivacyPattern } from '@parley/protocol/rest/privacy'
import { RE2JS } from 're2js'
import type { Span } from './span.ts'

const PATTERN_LENGTH_MAX = 200
/** Steps that may have to be tried at each letter; an order's number has some 10 to 60. */
const STEPS_MAX = 250

/**
 * Makes a finder of a pattern. It cannot hang, whatever the pattern and the text: RE2 takes time
 * in proportion to the text and to the steps of the pattern, which are bounded, and has no
 * look-around and no back references for it.
 *
 * @throws {Refusal} `bad_input` for a pattern that RE2 does not know, that finds nothing at all, or
 * that is too large.
 */
export function compilePattern({ name, pattern }: PrivacyPattern): (text: string) => Span[] {
  const refuse = (why: string) => new Refusal('bad_input', `The pattern ${name} ${why}`)
  if (!/^[A-Z]{2,16}$/.test(name)) {
    throw refuse('needs a name of 2 to 16 letters from A to Z, such as ORDER.')
  }
  if (pattern.length > PATTERN_LENGTH_MAX) {
    throw refuse(`has ${pattern.length} letters; at most ${PATTERN_LENGTH_MAX} are allowed.`)
  }
  const compiled = compileRE2(pattern, refuse)
  const steps = compiled.programSize()
  if (steps > STEPS_MAX) {
    throw refuse(`has ${steps} steps, repetitions written out; at most ${STEPS_MAX} are allowed.`)
  }
  if (compiled.matches('')) {
    throw refuse('also finds nothing at all. Ask for one letter or digit at least.')
  }
  const group = compiled.groupCount() > 0 ? 1 : 0
  return (text) => {
    const spans: Span[] = []
    const matcher = compiled.matcher(text)
    while (matcher.find()) {
      const [start, end] = [matcher.start(group), matcher.end(group)]
      if (start >= 0 && end > start) spans.push({ start, end, kind: name })
    }
    return spans
  }
}

function compileRE2(pattern: string, refuse: (why: string) => Refusal): RE2JS {
  try {
    return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
  } catch (error) {
    const why = error instanceof Error ? error.message : 'not known'
    throw refuse(`cannot be used: ${why}. Look-around and back references are not supported.`)
  }
}
