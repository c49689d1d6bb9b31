import { fold } from './fold.ts'
import { find, hasDigit } from './numbers.ts'
import type { Span } from './span.ts'

/** Han takes no part in it: in Chinese there is no space between an address and the next word. */
export function findEmails(text: string): Span[] {
  if (!text.includes('@')) return []
  const emails =
    /[[\p{L}\p{N}._%+'\-]--\p{Script=Han}]{1,64}@(?:[[\p{L}\p{N}\-]--\p{Script=Han}]{1,63}\.){1,6}[[\p{L}]--\p{Script=Han}]{2,24}/gv
  return find(text, emails, 'EMAIL')
}

// A sign that ends a part of an address is in no name of one, so each text is read one way only,
// and in time that grows with its length.
const NAME = '[\\p{Script=Han}--[省市区县旗镇乡村路街道巷弄号栋幢座层楼室]]'
const AREA = `${NAME}{0,10}(?:自治区|自治州|街道|(?<![超城上门股夜菜都])市|[省区县旗镇乡村])`
const STREET = `[${NAME}A-Za-z]{0,12}(?:大道|大街|(?<![知渠频通味管报轨跑一])道|[路街巷弄]|胡同)[东南西北中]?`
const COUNT = '(?:[0-9A-Za-z]{1,5}(?:[\\-之][0-9]{1,4})?|[一二三四五六七八九十百]{1,4})'
const UNIT = `${COUNT} ?(?:号楼|号院|号|弄|栋|幢|座|单元|层|楼|室|房)`
const TAIL = `(?: ?[,、]? ?[${NAME}A-Za-z]{0,10}${UNIT}){0,6}(?:${NAME}{0,8}[0-9]{3,4}(?![0-9]))?`
const chineseAddress = new RegExp(
  `(?:${AREA} ?){1,7}(?:${STREET} ?)?${UNIT}${TAIL}|(?:${AREA} ?){0,7}${STREET} ?${UNIT}${TAIL}`,
  'gv',
)
/** Words that lead to an address and are none of it. */
const lead = /^.*(?:地址|住址|[是在到住寄给送为我请：:])(?=.{2})/

const PLACE =
  '(?:,? (?i:apt|apartment|suite|ste|unit|floor|fl|room|rm|#)\\.? ?[\\w\\-]{1,8})?(?:,? [A-Z][A-Za-z.\\- ]{1,30}?,? [A-Z]{2}[ ,]+\\d{5}(?:-\\d{4})?)?'
const SIDE = '(?:[nsew]\\.? |north |south |east |west )?'
const englishAddress = new RegExp(
  `(?<![\\d\\w])\\d{1,6}[a-z]? ${SIDE}(?:[\\p{L}\\p{N}'.\\-]{1,24} ){1,4}?(?:street|avenue|boulevard|road|lane|st|ave|blvd|rd|ln|pkwy|parkway|highway|hwy)\\b\\.?${PLACE}|(?<![a-z])p\\.? ?o\\.? box \\d{1,6}`,
  'giv',
)
// These are words of every day, so the name in front decides.
const englishAddressByName = new RegExp(
  `(?<![\\d\\w])\\d{1,6}[a-z]? (?:\\p{Lu}[\\p{L}'.\\-]{1,24} ){1,4}?(?:Drive|Court|Square|Place|Way|Close|Crescent|Terrace|Dr|Ct|Sq|Pl|Row|Mews)\\b\\.?${PLACE}`,
  'gv',
)

/** Postal addresses down to a house; a city or a district alone tells nobody apart. */
export function findAddresses(text: string): Span[] {
  return [...findChineseAddresses(text), ...findEnglishAddresses(text)]
}

function findChineseAddresses(text: string): Span[] {
  // The signs that a unit ends with; there is no address without one.
  if (!/[号楼弄栋幢座元层室房]/.test(text)) return []
  return find(text, chineseAddress, 'ADDRESS').map((span) => {
    const found = text.slice(span.start, span.end)
    const named = found.slice(0, found.search(/[省市区县旗镇乡村路街道巷弄]/))
    return { ...span, start: span.start + (lead.exec(named)?.[0].length ?? 0) }
  })
}

function findEnglishAddresses(text: string): Span[] {
  if (!hasDigit(text)) return []
  return [englishAddress, englishAddressByName].flatMap((pattern) => find(text, pattern, 'ADDRESS'))
}

/** A finder of names that are known beforehand; of one letter there are too many. */
export function createNameFinder(names: readonly string[]): (text: string) => Span[] {
  const known = names
    .map((name) => fold(name).trim())
    .filter(({ length }) => length >= 2)
    .toSorted((one, other) => other.length - one.length)
  if (known.length === 0) return () => []
  const patterns = known.map((name) => {
    const written = RegExp.escape(name)
    return /\p{Script=Han}/u.test(name) ? written : `(?<!\\p{L})${written}(?!\\p{L})`
  })
  const pattern = new RegExp(patterns.join('|'), 'giu')
  return (text) => find(text, pattern, 'NAME')
}
