/** The mean; 0 of nothing. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Half the width of the 95 % interval of the mean, by Student's t. Needs two values. */
export function halfWidthOf(values: readonly number[]): number {
  const middle = mean(values)
  const degrees = values.length - 1
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / degrees
  return studentOf(degrees) * Math.sqrt(variance / values.length)
}

/** Student's t at 97.5 %: exact below four degrees of freedom, by Cornish and Fisher within 1 % above. */
function studentOf(degrees: number): number {
  const small = [Number.POSITIVE_INFINITY, 12.706, 4.303, 3.182][degrees]
  if (small !== undefined) return small
  const z = 1.959964
  return z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2)
}
