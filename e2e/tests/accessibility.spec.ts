import { violations } from '../support/axe.ts'
import { give, makePdf, makePng, makeWav } from '../support/files.ts'
import { expect, test } from '../support/test.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the console has no accessibility violation in ${colorScheme} colours`, async ({
    agent,
  }) => {
    const desk = await agent('oliver', { colorScheme })
    const { page } = desk
    const found: string[] = []
    const check = async (where: string) => found.push(...(await violations(page, where)))
    await check('inbox')
    await desk.view('All')
    await desk.rows.last().click()
    await expect(desk.log).toBeVisible()
    await check('thread')
    await desk.button('Private note').click()
    await desk.composer.fill('a note')
    await check('note')
    await desk.button('Transfer').click()
    await expect(page.getByRole('menuitem').first()).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await expect(page.getByPlaceholder('What do you want to do?')).toBeVisible()
    await check('palette')
    for (const tab of ['profile', 'agents', 'channels', 'workspace']) {
      await page.goto(`${desk.url}/console/settings/${tab}`)
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
      await check(tab)
    }
    expect(found).toEqual([])
  })

  test(`the widget has no accessibility violation in ${colorScheme} colours`, async ({
    visitor,
  }) => {
    const shop = await visitor({ colorScheme })
    const found: string[] = []
    await shop.openWidget()
    await expect(shop.frame.getByRole('heading', { level: 1 })).toBeVisible()
    found.push(...(await violations(shop.page, 'home')))
    await shop.frame.getByRole('button', { name: 'Send us a message' }).click()
    await shop.say('Hello? https://example.com')
    await shop.expectMessages(['Hello? https://example.com'])
    found.push(...(await violations(shop.page, 'thread')))
    await shop.frame.getByRole('button', { name: 'Insert an emoji' }).click()
    found.push(...(await violations(shop.page, 'emoji')))
    expect(found).toEqual([])
  })

  test(`files have no accessibility violation in ${colorScheme} colours`, async ({
    visitor,
    agent,
  }) => {
    const shop = await visitor({ colorScheme })
    const desk = await agent('oliver', { colorScheme })
    const found: string[] = []
    await shop.startConversation()
    await shop.say('files')
    const empty = { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.of() }
    const all = [makePng('a.png', 400, 300), makePdf('a.pdf', 900), makeWav('a.wav'), empty]
    await give('paste', shop.composer, all)
    await expect(shop.log.getByText('The file is empty.')).toBeVisible()
    await expect(shop.log.locator('audio')).toBeVisible()
    found.push(...(await violations(shop.page, 'widget')))
    await desk.view('Unassigned')
    await desk.rows.first().click()
    await desk.view('All')
    await desk.rows.first().click()
    await expect(desk.log.locator('audio')).toBeVisible()
    found.push(...(await violations(desk.page, 'console')))
    await desk.button('Show a.png large').click()
    await expect(desk.page.getByRole('dialog', { name: 'a.png' })).toBeVisible()
    found.push(...(await violations(desk.page, 'console, large')))
    await shop.frame.getByRole('button', { name: 'Show a.png large' }).click()
    await expect(shop.frame.getByRole('dialog', { name: 'a.png' })).toBeVisible()
    found.push(...(await violations(shop.page, 'widget, large')))
    expect(found).toEqual([])
  })

  test.describe('with the assistant', () => {
    test.use({ hasAssistant: true })

    test(`answers and the copilot have no accessibility violation in ${colorScheme} colours`, async ({
      visitor,
      agent,
    }) => {
      const shop = await visitor({ colorScheme, locale: 'en-US' })
      const desk = await agent('oliver', { colorScheme })
      const { page } = desk
      const found: string[] = []
      await shop.startConversation()
      await expect(shop.log).toContainText('Ask me about teas')
      found.push(...(await violations(shop.page, 'widget, greeting')))
      await shop.say('How long does a refund take?')
      await expect(shop.frame.getByRole('button', { name: 'Talk to a person' })).toBeVisible()
      found.push(...(await violations(shop.page, 'widget, answer')))
      await desk.view('With the assistant')
      await desk.openConversation('Refunds go back')
      await desk.log.getByRole('button', { name: 'Why?' }).click()
      await expect(
        page.getByText('Answered from an article').or(page.getByText('Articles')).first(),
      ).toBeVisible()
      found.push(...(await violations(page, 'console, why')))
      await page.keyboard.press('Escape')
      await desk.composer.press('Alt+KeyG')
      await expect(page.getByRole('menuitem', { name: 'Suggest a reply' })).toBeVisible()
      found.push(...(await violations(page, 'menu of the copilot', '[role=menu]')))
      await page.getByRole('menuitem', { name: 'Suggest a reply' }).click()
      await expect(page.getByRole('region', { name: 'Suggest a reply' })).toBeVisible()
      await expect(page.getByRole('menu')).toHaveCount(0)
      found.push(...(await violations(page, 'console, copilot')))
      expect(found).toEqual([])
    })
  })
}
