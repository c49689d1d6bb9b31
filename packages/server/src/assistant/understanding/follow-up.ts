import type { Analysis } from '../matching/index.ts'

const opener =
  /^(?:那(?!个|些|边)|那么|然后|还有|再|另外|and\b|but\b|so\b|or\b|what about|how about|ok(?:ay)?\b)/
const pointer =
  /它|这个|那个|这些|那些|这样|那样|这款|那款|这单|那单|刚才|刚刚说|上面|前面|前者|后者|上一|你说的|\b(?:it|they|them|that|this|those|these|one|ones|same|above|earlier)\b/
const pointsBack = /刚才说|上面说|前面说|你刚说|你说的|\b(?:you (?:said|mentioned|told)|as above)\b/

/** How something is asked, not what about. */
const asking = new Set('why when often fee where how can who method check use'.split(' '))

/** Below this, a question says too little of what it is about. */
const TOPIC_WEIGHT_MIN = 1.5

/**
 * Whether a question is understood only with what was said before: “那个多少钱”, “how about the
 * other one”, “多久？”. Such a question has neither an answer in the cache nor a place there.
 *
 * Without earlier messages “Can I return it?” stands for itself. Errs towards true.
 */
export function dependsOnContext({ text, features }: Analysis, hasEarlier: boolean): boolean {
  if (pointsBack.test(text)) return true
  if (!hasEarlier) return false
  let topic = 0
  for (const { key, weight } of features) topic += asking.has(key) ? 0 : weight
  return topic < TOPIC_WEIGHT_MIN || opener.test(text) || pointer.test(text)
}
