import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * Violations on the page and in its frames, or in a part of it alone, in words that a failing test may
 * show.
 */
export async function violations(page: Page, where: string, part?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(rules)
  if (part !== undefined) axe.include(part)
  const { violations: found } = await axe.analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${where}: ${id} ${target} ${failureSummary}`),
  )
}
