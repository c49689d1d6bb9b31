/** One article's vectors, one after the other, with the numbers of their passages. */
export interface VectorBlock {
  passageIds: readonly number[]
  /** All of length 1, so that a product of two is their cosine. */
  vectors: Float32Array
}

export interface NearPassage {
  passageId: number
  similarity: number
}

/** The passages whose vectors point most the way of `query`, best first, by looking at every one. */
export function nearest(
  blocks: Iterable<VectorBlock>,
  query: Float32Array,
  limit: number,
): NearPassage[] {
  const size = query.length
  const best: NearPassage[] = []
  let worst = Number.NEGATIVE_INFINITY
  for (const { passageIds, vectors } of blocks) {
    if (vectors.length !== passageIds.length * size) continue
    for (let index = 0; index < passageIds.length; index += 1) {
      const start = index * size
      let similarity = 0
      for (let at = 0; at < size; at += 1) {
        similarity += (vectors[start + at] as number) * (query[at] as number)
      }
      if (best.length === limit && similarity <= worst) continue
      best.push({ passageId: passageIds[index] as number, similarity })
      best.sort((one, other) => other.similarity - one.similarity)
      best.length = Math.min(best.length, limit)
      worst = best.at(-1)?.similarity ?? worst
    }
  }
  return best
}

/** The vector at length 1. One without a direction, or with no number in it, is undefined. */
export function toUnit(vector: Float32Array): Float32Array | undefined {
  let square = 0
  for (const part of vector) square += part * part
  const length = Math.sqrt(square)
  return length > 0 && Number.isFinite(length) ? vector.map((part) => part / length) : undefined
}
