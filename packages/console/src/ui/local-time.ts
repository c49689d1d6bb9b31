/** A moment (epoch milliseconds) as a browser's field for date and time wants it; '' for none. */
export function toLocalTime(at: number | null): string {
  if (at === null) return ''
  const minutes = new Date(at).getTimezoneOffset()
  return new Date(at - minutes * 60_000).toISOString().slice(0, 16)
}

/** What such a field holds, as epoch milliseconds; null when it holds no whole time. */
export function fromLocalTime(text: string): number | null {
  const at = new Date(text).getTime()
  return Number.isNaN(at) ? null : at
}
