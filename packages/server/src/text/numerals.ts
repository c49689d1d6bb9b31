const digits: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const units: Record<string, number> = { 十: 10, 百: 100, 千: 1_000 }

/** What is counted in a customer's questions; only before these is a numeral a number. */
const measured =
  /([零〇一二两三四五六七八九十百千万]+)(?=(?:天|日|号|年|个|月|周|星期|小时|分钟|元|块|期|折|楼|层|台|件|倍|级|米|公里|斤|公斤))/g

/** Writes Chinese numerals before a measure word in digits: 七天 → 7天, 三十日 → 30日. */
export function numeralsToDigits(text: string): string {
  return text.replace(measured, (numeral, _, at: number) => {
    // 一个 and 一台 seldom count: “换一个新的” is about something new.
    if (numeral === '一' && /^(?:个(?!月)|[次件台])/.test(text.slice(at + 1))) return numeral
    return String(numberOf(numeral))
  })
}

function numberOf(numeral: string): number {
  let total = 0
  let section = 0
  let digit = 0
  for (const sign of numeral) {
    const unit = units[sign]
    if (sign === '万') {
      total += (section + digit || 1) * 10_000
      section = 0
      digit = 0
    } else if (unit !== undefined) {
      section += (digit || 1) * unit
      digit = 0
    } else digit = digit * (section === 0 && digit > 0 ? 10 : 1) + (digits[sign] ?? 0)
  }
  return total + section + digit
}
