/** What lies at this path of something that came from outside; undefined when nothing does. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let found = value
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as Record<string | number, unknown>)[step]
  }
  return found
}

/** The text at this path; '' when there is none. Numbers are written as text. */
export function textAt(value: unknown, ...path: (string | number)[]): string {
  const found = at(value, ...path)
  if (typeof found === 'number') return String(found)
  return typeof found === 'string' ? found : ''
}

/** The number at this path, also one written as text; undefined when there is none. */
export function numberAt(value: unknown, ...path: (string | number)[]): number | undefined {
  const found = at(value, ...path)
  if (found === '' || (typeof found !== 'number' && typeof found !== 'string')) return undefined
  const number = Number(found)
  return Number.isFinite(number) ? number : undefined
}

/** The list at this path; what is written as an object with numbered fields counts as one. */
export function listAt(value: unknown, ...path: (string | number)[]): unknown[] {
  const found = at(value, ...path)
  return typeof found === 'object' && found !== null ? Object.values(found) : []
}
