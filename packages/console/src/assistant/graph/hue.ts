/** One of ten hues (degrees), the same for the same type. */
export function hueOf(type: string): number {
  let sum = 7
  for (const sign of type) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 997
  return (sum % 10) * 36
}
