import { expect, test } from '../support/test.ts'

test('a visitor and an agent talk, in Chinese and with emoji', async ({ visitor, agent }) => {
  const shop = await visitor({ locale: 'zh-CN' })
  const desk = await agent('oliver')
  // In the demo, three visitors wait and one wrote to Oliver.
  await expect(desk.page).toHaveTitle('(4) Parley')

  await shop.startConversation()
  await shop.say('你好，龙井还有货吗？🍵')
  await expect(desk.page).toHaveTitle('(5) Parley')
  await desk.view('Unassigned')
  await desk.openConversation('你好，龙井还有货吗？🍵')
  await desk.expectMessages(['你好，龙井还有货吗？🍵'])

  // What is typed shows before it is sent, above the agent's composer.
  await shop.composer.pressSequentially('我想买两罐')
  await expect(desk.page.getByTestId('typing-preview')).toContainText('我想买两罐')
  await shop.composer.press('Enter')
  await desk.expectMessages(['你好，龙井还有货吗？🍵', '我想买两罐'])
  await expect(desk.page.getByTestId('typing-preview')).toHaveCount(0)

  // Writing to a conversation that nobody has takes it.
  await desk.say('有的！今天下单今天发 🚚👍')
  await expect(desk.page.getByText('With you')).toBeVisible()
  const talk = ['你好，龙井还有货吗？🍵', '我想买两罐', '有的！今天下单今天发 🚚👍']
  await shop.expectMessages(talk)
  await expect(shop.frame.getByText('Oliver Hart 为您服务')).toBeVisible()
  await expect(desk.log.getByRole('img', { name: 'Read' })).toBeVisible()

  // Visitors never read notes, whichever way they look.
  await desk.button('Private note').click()
  await desk.say('老顾客，送一份试饮')
  await desk.expectMessages([...talk, '老顾客，送一份试饮'])
  await desk.button('Reply').click()
  await desk.say('还有别的需要吗？')
  await shop.expectMessages([...talk, '还有别的需要吗？'])

  // Both pages know everything after a reload.
  await Promise.all([shop.page.reload(), desk.page.reload()])
  await desk.expectMessages([...talk, '老顾客，送一份试饮', '还有别的需要吗？'])
  await expect(shop.frame.getByRole('log')).toBeVisible()
  await shop.expectMessages([...talk, '还有别的需要吗？'])

  // Resolved, and opened again by what the visitor writes.
  await desk.button('Resolve').click()
  await expect(shop.frame.getByText('会话已结束')).toBeVisible()
  await shop.say('对了，可以开发票吗？')
  await desk.expectMessages([
    ...talk,
    '老顾客，送一份试饮',
    '还有别的需要吗？',
    '对了，可以开发票吗？',
  ])
  await expect(desk.button('Resolve')).toBeVisible()
})

test('a server that dies in the middle loses and doubles nothing', async ({
  parley,
  visitor,
  agent,
}) => {
  const shop = await visitor()
  const desk = await agent('oliver')
  await shop.startConversation()
  await shop.say('before 1')
  await desk.view('Unassigned')
  await desk.openConversation('before 1')
  await desk.say('before 2')
  await shop.expectMessages(['before 1', 'before 2'])
  await desk.expectOwn()

  await parley.kill()
  await expect(desk.page.getByText('No connection.')).toBeVisible()
  await expect(shop.frame.getByText('No connection.')).toBeVisible()
  await shop.say('while away 1')
  await shop.say('while away 2')
  await desk.say('from the desk')
  await expect(desk.log.getByRole('img', { name: 'Sending' })).toBeVisible()
  await parley.start('start')

  const everything = ['before 1', 'before 2', 'while away 1', 'while away 2', 'from the desk']
  await expect.poll(async () => (await desk.messages()).sort()).toEqual([...everything].sort())
  const settled = await desk.messages()
  await shop.expectMessages(settled)
  expect(settled.indexOf('while away 1')).toBeLessThan(settled.indexOf('while away 2'))
  await expect(desk.page.getByText('No connection.')).toHaveCount(0)
  await expect(desk.log.getByRole('img', { name: 'Sending' })).toHaveCount(0)

  await shop.say('after')
  await desk.expectMessages([...settled, 'after'])
})

test('what could not be sent outlives its page', async ({ parley, visitor, agent }) => {
  const shop = await visitor()
  const desk = await agent('oliver')
  await shop.startConversation()
  await shop.say('are you there?')
  await desk.view('Unassigned')
  await desk.openConversation('are you there?')
  await desk.say('yes')
  await shop.expectMessages(['are you there?', 'yes'])
  await desk.expectOwn()

  await parley.kill()
  await expect(desk.page.getByText('No connection.')).toBeVisible()
  await desk.say('written while the server was away')
  await expect(desk.log.getByRole('img', { name: 'Sending' })).toBeVisible()
  const address = desk.page.url()
  const context = desk.page.context()
  await desk.page.close()
  await parley.start('start')

  const page = await context.newPage()
  await page.goto(address)
  await shop.expectMessages(['are you there?', 'yes', 'written while the server was away'])
})

test('several tabs of one visitor and of one agent stay the same', async ({ visitor, agent }) => {
  const shop = await visitor()
  await shop.startConversation()
  await shop.say('first tab')
  const secondShop = await shop.newTab()
  await secondShop.openWidget()
  await secondShop.frame.getByRole('button', { name: /first tab/ }).click()
  await secondShop.expectMessages(['first tab'])

  const desk = await agent('mei')
  await desk.page.getByRole('link', { name: /^(Unassigned|待接入)/ }).click()
  await desk.openConversation('first tab')
  const secondDesk = await desk.newTab()
  await secondDesk.expectMessages(['first tab'])

  await secondShop.say('second tab')
  await desk.say('from a desk')
  for (const one of [shop, secondShop, desk, secondDesk]) {
    await expect.poll(async () => (await one.messages()).length).toBe(3)
  }
  const order = await desk.messages()
  for (const one of [shop, secondShop, secondDesk]) await one.expectMessages(order)
})

test('two agents reach for one conversation: one gets it', async ({ visitor, agent }) => {
  const shop = await visitor()
  await shop.startConversation()
  await shop.say('who is first?')
  const one = await agent('oliver')
  const other = await agent('mei')
  await one.view('Unassigned')
  await other.page.getByRole('link', { name: /^(Unassigned|待接入)/ }).click()
  await one.openConversation('who is first?')
  await other.openConversation('who is first?')
  await one.button('Take').click()
  await expect(one.page.getByText('With you')).toBeVisible()
  await expect(other.page.getByText(/(With Oliver Hart|Oliver Hart 正在接待)/)).toBeVisible()

  // And hands it over to the colleague.
  await one.button('Transfer').click()
  await one.page.getByRole('menuitem', { name: /Mei Lin/ }).click()
  await expect(one.page.getByText(/With .*Mei Lin/).first()).toBeVisible()
  await expect(other.page.getByText(/(With you|您正在接待)/)).toBeVisible()
  await expect(shop.frame.getByText(/Mei Lin takes over/)).toBeVisible()
})
