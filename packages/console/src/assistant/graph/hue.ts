/** A hue (degrees) for each type, far from the hues of the others, whatever their order. */
export function huesOf(types: Iterable<string>): Map<string, number> {
  const sorted = Array.from(new Set(types)).sort()
  // The golden angle: however many there are, the next one falls into the widest gap.
  return new Map(sorted.map((type, at) => [type, Math.round(160 + at * 137.5) % 360]))
}
