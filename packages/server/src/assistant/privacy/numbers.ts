import type { Span } from './span.ts'

/** One in between may be a space, a dash or a dot. Texts come folded. */
const GAP = '[ .-]?'

/** A mobile number of China in digits, or in the signs that people write to get past filters. */
const chineseMobile = new RegExp(
  `(?<!\\d)(?:(?:\\+|00)?86${GAP})?1${GAP}[3-9](?:${GAP}\\d){9}(?!\\d)|[一幺][三四五六七八九][零〇一幺二两三四五六七八九]{9}`,
  'g',
)
/** 010-6554 1234, (0571) 8888 1234 转 801, 400-820-8820. */
const chineseLandline =
  /(?<!\d)(?:(?:\+|00)?86[ -]?)?(?:\(0\d{2,3}\)|0\d{2,3})[ -]?\d{3,4}[ -]?\d{4}(?: ?(?:转|分机|ext\.?|-) ?\d{1,6})?(?!\d)|(?<!\d)[48]00[ -]?(?:\d{3}[ -]?\d{4}|\d{4}[ -]?\d{3})(?!\d)/gi
/** With a country's code; or three, three and four digits, as in North America. */
const international =
  /(?:\+|(?<!\d)00)\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}(?!\d)|(?<!\d)(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\d)/g

export function findPhones(text: string): Span[] {
  if (!/[\d一幺]/.test(text)) return []
  return [chineseMobile, chineseLandline, international].flatMap((pattern) =>
    find(text, pattern, 'PHONE', (found) => {
      const { length } = digitsOf(found)
      return length === 0 || (length >= 8 && length <= 21)
    }),
  )
}

/** Identity cards of China: 18 with the check digit of GB 11643, or the older 15 with a date. */
export function findIdCards(text: string): Span[] {
  if (!hasDigit(text)) return []
  return [
    ...find(text, /(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dx](?!\d)/gi, 'ID', (found) => {
      const card = found.replace(/[ -]/g, '').toUpperCase()
      return isDate(card.slice(6, 14)) && card.at(-1) === checkDigit(card)
    }),
    ...find(text, /(?<!\d)\d{15}(?!\d)/g, 'ID', (found) => isDate(`19${found.slice(6, 12)}`)),
  ]
}

/** Bank cards: 12 to 19 digits in a row or in fours, whose last digit checks (ISO/IEC 7812). */
export function findBankCards(text: string): Span[] {
  if (!hasDigit(text)) return []
  const cards = /(?<!\d)(?:\d{12,19}|\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,3})?)(?!\d)/g
  return find(text, cards, 'CARD', (found) => hasLuhn(digitsOf(found)))
}

/** What is called an order's, a parcel's or a contract's number and has a digit. */
export function findOrders(text: string): Span[] {
  if (!hasDigit(text)) return []
  const orders =
    /(?:订单编?号?|(?:运|快递|物流)?单号|合同编?号|发票号码?|\b(?:order|tracking|parcel|invoice|contract) ?(?:no\.?|number|id|#)?) ?(?:[:#是为]|is)? ?#?(?=[a-z-]{0,16}\d)([a-z0-9][a-z0-9-]{2,31})(?![a-z0-9])/dgi
  return find(text, orders, 'ORDER')
}

/** Whatever else is long enough to name somebody: seven digits in a row, or eight in groups. */
export function findNumbers(text: string): Span[] {
  if (!hasDigit(text)) return []
  return [
    ...find(text, /\d{7,}/g, 'NUMBER'),
    ...find(
      text,
      /(?<!\d)\d{3,}(?:[ -]\d{3,})+/g,
      'NUMBER',
      (found) => digitsOf(found).length >= 8,
    ),
  ]
}

/** Most texts have none, and then the patterns need not be tried at each of their signs. */
export function hasDigit(text: string): boolean {
  return /\d/.test(text)
}

/** All matches that pass; of a pattern with a group (and flag d), what the group holds. */
export function find(
  text: string,
  pattern: RegExp,
  kind: string,
  passes: (found: string) => boolean = () => true,
): Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(pattern)) {
    const [start, end] = match.indices?.[1] ?? [match.index, match.index + match[0].length]
    if (passes(text.slice(start, end))) spans.push({ start, end, kind })
  }
  return spans
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}

function isDate(written: string): boolean {
  const [year, month, day] = [written.slice(0, 4), written.slice(4, 6), written.slice(6, 8)]
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day) && Number(year) > 1849
}

/** ISO 7064, MOD 11-2. */
function checkDigit(card: string): string {
  let sum = 0
  for (let place = 0; place < 17; place += 1) sum += Number(card[place]) * (2 ** (17 - place) % 11)
  return '10X98765432'[sum % 11] ?? ''
}

function hasLuhn(digits: string): boolean {
  let sum = 0
  for (const [place, digit] of [...digits].toReversed().entries()) {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0 && /[1-9]/.test(digits)
}
