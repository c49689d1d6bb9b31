/** The key of something that has no identity of its own: its place is all there is to tell it. */
export const placeKey = (at: number) => `at-${at}`
