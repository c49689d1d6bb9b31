import { makePng } from '../support/files.ts'
import { expect, test } from '../support/test.ts'

test.use({ hasAssistant: true })

test('answers from an article, from the graph with its path, and from the cache', async ({
  visitor,
  agent,
}) => {
  const shop = await visitor({ locale: 'zh-CN' })
  await shop.startConversation()
  await shop.say('请问退款多久能到账？')
  await expect(shop.log).toContainText('通常 1 到 3 个工作日到账')
  await expect(shop.log.getByText('退款多久到账？', { exact: true })).toBeVisible()

  await shop.say('大红袍哪里可以试喝')
  await expect(shop.log).toContainText('武夷大红袍可以在云栖茶舍杭州店试喝')
  await expect(shop.log).toContainText('武夷大红袍 → 云栖茶舍杭州店')

  // The next one who asks the same is told the same, and the console says from where.
  const other = await visitor({ locale: 'en-US' })
  await other.startConversation()
  await other.say('How long does a refund take?')
  await expect(other.log).toContainText('usually arrive within three working days')
  const third = await visitor({ locale: 'en-US' })
  await third.startConversation()
  await third.say('How long does a refund take?')
  await expect(third.log).toContainText('usually arrive within three working days')
  const desk = await agent('mei')
  await expect
    .poll(() =>
      desk.page.evaluate(async () => {
        const response = await fetch('/api/assistant/answers')
        const { answers } = await response.json()
        return answers.map(({ decidedBy }: { decidedBy: string }) => decidedBy)
      }),
    )
    .toEqual(['cache', 'articles', 'graph', 'articles'])
})

test('has the face and the first words that the workspace gives it', async ({
  parley,
  visitor,
  agent,
}) => {
  const { page } = await agent('mei')
  await page.goto(`${parley.url}/console/assistant/settings`)
  await page.locator('input[type=file]').setInputFiles(makePng('face.png', 300, 200))
  await page.getByRole('textbox', { name: '欢迎语' }).fill('您好，我是新来的小云。')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存')).toBeVisible()
  const { avatar } = await page.evaluate(async () => (await fetch('/api/assistant')).json())
  expect(avatar).toMatch(/^data:image\/webp;base64,/)

  const shop = await visitor({ locale: 'zh-CN' })
  await shop.startConversation()
  await expect(shop.log).toContainText('您好，我是新来的小云。')
  await shop.say('龙井多少钱')
  await expect(shop.log).toContainText('¥168')
  const faces = shop.log.locator('.avatar img')
  await expect(faces.last()).toHaveAttribute('src', /^\/widget\/.+\/avatar\?/)
  expect(await faces.last().evaluate((face: HTMLImageElement) => face.naturalWidth)).toBe(96)
})

test('tells an order to whom the shop has signed that it is theirs, and to nobody else', async ({
  visitor,
}) => {
  const stranger = await visitor({ locale: 'zh-CN' })
  await stranger.startConversation()
  await stranger.say('订单812到哪里了')
  await expect(stranger.log).toContainText('登录后打开“我的订单”')
  await expect(stranger.log).not.toContainText('备货中')

  const yue = await visitor({ locale: 'zh-CN' })
  await yue.signIn('孙悦', 'sunyue@mail.example')
  await yue.startConversation()
  await yue.say('订单812到哪里了')
  await expect(yue.log).toContainText('订单 812 目前备货中')

  // Somebody else signs in at the same browser: nothing of hers is there any more.
  await yue.launcher.click()
  await yue.signIn('Jonas Weber', 'jonas@weber.example')
  await expect(yue.frame.getByRole('button', { name: /给我们发消息/ })).toBeAttached()
  await yue.startConversation()
  await yue.say('订单812到哪里了')
  await expect(yue.log).toContainText('登录后打开“我的订单”')
  await expect(yue.log).not.toContainText('备货中')
})

test('“转人工” brings an agent, who finds a summary', async ({ visitor, agent }) => {
  const shop = await visitor({ locale: 'zh-CN' })
  const desk = await agent('oliver')
  await shop.startConversation()
  await shop.say('龙井多少钱')
  await expect(shop.log).toContainText('¥168')
  await shop.say('转人工')
  await expect(shop.log).toContainText('转接人工客服')
  await desk.view('Unassigned')
  await desk.openConversation('转接人工客服')
  await expect(desk.log).toContainText('访客要求人工服务。')
  await expect(desk.log).toContainText('• 龙井多少钱')
  await desk.say('您好，我是 Oliver。')
  await expect(shop.log).toContainText('您好，我是 Oliver。')
})
