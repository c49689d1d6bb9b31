/** Relative luminance of "#rrggbb" (WCAG 2.2). */
function luminance(color: string): number {
  return [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
    const value = Number.parseInt(color.slice(index * 2 + 1, index * 2 + 3), 16) / 255
    return sum + weight * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
  }, 0)
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2); text needs 4.5. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/**
 * White or near black, whichever is easier to read on the colour: above this luminance it is the
 * dark one, because there (L + 0.05)² exceeds 1.05 × (L of #16181d + 0.05).
 */
export function readableOn(color: string): '#ffffff' | '#16181d' {
  return luminance(color) > 0.199 ? '#16181d' : '#ffffff'
}
