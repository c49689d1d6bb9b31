import type { Locator } from '@playwright/test'

/** What messages say, without the author that screen readers hear before it. */
export async function textsOf(bubbles: Locator): Promise<string[]> {
  const texts = await bubbles.allInnerTexts()
  return texts.map((text) => text.replace(/^[^:]*:\s/, ''))
}
