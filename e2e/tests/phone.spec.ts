import { expect, test } from '../support/test.ts'

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

test('the widget fills a phone, and the console shows one pane at a time', async ({
  visitor,
  agent,
}) => {
  const shop = await visitor(phone)
  await shop.startConversation()
  await shop.say('from my phone')
  const frame = await shop.page.locator('iframe').boundingBox()
  expect(frame).toEqual({ x: 0, y: 0, width: 390, height: 844 })

  const desk = await agent('oliver', phone)
  await desk.view('Unassigned')
  await desk.openConversation('from my phone')
  await expect(desk.list).toBeHidden()
  await expect(desk.page.getByRole('navigation', { name: 'Main' })).toBeHidden()
  await desk.composer.fill('from mine too')
  await desk.button('Send').click()
  await shop.expectMessages(['from my phone', 'from mine too'])

  await desk.button('Contact details').click()
  await expect(desk.page.getByRole('dialog', { name: 'Contact' })).toBeVisible()
  await desk.button('Close the contact details').click()
  await desk.page.getByRole('link', { name: 'Back to the list' }).click()
  await expect(desk.list).toBeVisible()

  for (const { page } of [shop, desk]) {
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
  }
})
