/** All counts together. */
export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** A part of a whole: "42 %", "<1 %" for what is hardly any, "–" of nothing. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return '–'
  const percent = (part / whole) * 100
  if (percent > 0 && percent < 1) return '<1 %'
  // Nearly all is not all.
  return `${percent < 100 ? Math.min(99, Math.round(percent)) : 100} %`
}

/** Counts, the greatest first. */
export function ranked(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).sort(([, one], [, other]) => other - one)
}
