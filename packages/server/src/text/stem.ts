/** Roots that are one word, as the rules below leave them. */
const spellings = new Map([
  ['color', 'colour'],
  ['installment', 'instalment'],
  ['cancell', 'cancel'],
  ['travell', 'travel'],
  ['gray', 'grey'],
])

/** Short words that end like a plural or a past and are none. */
const whole = new Set(
  'this his its was has is us as does always bus gas plus yes less need speed feed sing thing bring king during anything something nothing everything morning evening'.split(
    ' ',
  ),
)

/**
 * A Latin word without plural, past, `-ing` and `-ly`, in British spelling. Light on purpose: it
 * may leave two forms apart, and seldom makes two words one. Expects lower case.
 */
export function stem(word: string): string {
  if (word.length < 4 || whole.has(word) || /\d/.test(word)) return spellings.get(word) ?? word
  let root = word
  if (root.endsWith('ies') && root.length > 4) root = `${root.slice(0, -3)}y`
  else if (/(?:ss|sh|ch|x|z)es$/.test(root)) root = root.slice(0, -2)
  else if (/[^su]s$/.test(root)) root = root.slice(0, -1)
  if (/ied$/.test(root)) root = `${root.slice(0, -3)}y`
  else if (/[aeiouy].*ing$/.test(root) && root.length > 5) root = bare(root.slice(0, -3))
  else if (/[aeiouy].*ed$/.test(root) && root.length > 4) root = bare(root.slice(0, -2))
  else if (root.endsWith('ly') && root.length > 5) root = root.slice(0, -2)
  // `charge`, `charged` and `charging` meet without their e.
  if (root.length > 4 && root.endsWith('e')) root = root.slice(0, -1)
  return spellings.get(root) ?? root
}

/** `shipp` → `ship`, but `bill` and `miss` stay. */
function bare(root: string): string {
  return /([bdgmnprt])\1$/.test(root) ? root.slice(0, -1) : root
}
