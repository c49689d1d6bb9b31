/** The types that are there and how often, the most frequent first. */
export function countTypes(things: readonly { type: string }[]): { type: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { type } of things) counts.set(type, (counts.get(type) ?? 0) + 1)
  return Array.from(counts, ([type, count]) => ({ type, count })).sort(
    (one, other) => other.count - one.count || one.type.localeCompare(other.type),
  )
}
