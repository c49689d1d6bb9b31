/**
 * The part of a body that a Range header asks for (RFC 9110, section 14): inclusive ends within
 * `size`. Undefined when all of it is to be sent: without a header, and for what is no single range
 * of bytes.
 */
export function parseRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  const [, from = '', to = ''] = match ?? []
  if (from === '' && to === '') return undefined
  // "-500" asks for the last 500 bytes.
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (from !== '' && to !== '' && Number(to) < start) return undefined
  return start < size && start <= end ? { start, end } : 'unsatisfiable'
}
