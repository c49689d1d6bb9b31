import { expect, test } from '@playwright/test'
import { AgentPage } from '../support/agent-page.ts'
import { fillWithConversations } from '../support/many-conversations.ts'
import { type Account, startParley } from '../support/parley.ts'

const COUNT = 1_500

test('a list of many conversations draws few of them, and reaches the last', async ({ page }) => {
  let account: Account = { email: '', password: '' }
  const parley = await startParley('start', async (folder) => {
    account = await fillWithConversations(folder, COUNT)
  })
  try {
    const desk = await AgentPage.signIn(page, parley.url, account)
    await desk.view('All')
    await expect(desk.rows.first()).toContainText(`conversation number ${COUNT}`)
    await expect(page.getByRole('link', { name: 'All 999+' })).toBeVisible()
    const area = desk.list.getByRole('list').locator('..')
    await expect
      .poll(async () => {
        await area.evaluate((element) => element.scrollTo(0, element.scrollHeight))
        return desk.list.getByText('conversation number 1', { exact: true }).count()
      })
      .toBe(1)
    expect(await desk.rows.count()).toBeLessThan(60)

    // From the keyboard, one row after the other comes into view.
    await area.evaluate((element) => element.scrollTo(0, 0))
    for (let press = 0; press < 15; press += 1) {
      await page.keyboard.press('Alt+j')
      await expect(desk.list.locator('[aria-current]:not(nav *)')).toContainText(
        `conversation number ${COUNT - press}`,
      )
    }
    await expect(desk.list.locator('[aria-current]:not(nav *)')).toBeInViewport()
  } finally {
    await parley.close()
  }
})
