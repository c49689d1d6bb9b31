/** What has another spelling. Most letters, Chinese ones among them, have none. */
const foldable =
  /[！-～\u2010-\u2015\u2212\u30fc\u200b-\u200f\u2060\u00ad[\s--\p{ASCII}][[\p{Nd}--\p{ASCII}]&&[\0-\uffff]]]/gv

/**
 * The text with one spelling of digits, signs and spaces, each letter where it was: full-width and
 * other scripts' digits become 0 to 9, dashes become -, and spaces, the invisible ones too, a space.
 */
export function fold(text: string): string {
  return text.replace(foldable, (letter) => {
    if (/[！-～]/.test(letter)) return String.fromCharCode(letter.charCodeAt(0) - 0xfee0)
    if (/\p{Nd}/u.test(letter)) return String(digitValue(letter.charCodeAt(0)))
    if (/[\u2010-\u2015\u2212\u30fc]/.test(letter)) return '-'
    if (/[\s\u200b-\u200f\u2060\u00ad]/.test(letter)) return ' '
    return letter
  })
}

/** Unicode keeps the ten digits of a script in a row. */
function digitValue(code: number): number {
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCharCode(code - value - 1))) value += 1
  return value
}
