import { expect, test } from '@playwright/test'
import { AgentPage } from '../support/agent-page.ts'
import { startParley } from '../support/parley.ts'

test('from an empty folder to a colleague and a widget', async ({ browser }) => {
  const parley = await startParley('start')
  try {
    const link = /Sign up as owner\s+(\S+)/.exec(parley.output)?.[1] ?? ''
    const ownerContext = await browser.newContext()
    const page = await ownerContext.newPage()
    await page.goto(link)
    await page.getByRole('textbox', { name: 'Your name' }).fill('Ada')
    await page.getByRole('textbox', { name: 'E-mail' }).fill('ada@example.com')
    await page.getByRole('textbox', { name: 'Password' }).fill('long enough for me')
    await page.getByRole('button', { name: 'Join' }).click()
    await expect(page.getByText('Nothing here. Take a conversation')).toBeVisible()

    // A channel: its look is saved, and its line is there to be copied.
    await page.goto(`${parley.url}/console/settings/channels`)
    await page.getByRole('button', { name: 'New channel' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('My shop')
    await page.getByRole('button', { name: 'Create' }).click()
    await expect(page.getByRole('textbox', { name: 'Install' })).toHaveValue(
      new RegExp(`^<script async src="${parley.url}/parley.js" data-channel="[^"]+"></script>$`),
    )
    await page.getByRole('textbox', { name: 'Colour' }).fill('#b91c1c')
    await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Ask Ada')
    await page.getByRole('combobox', { name: 'Allowed sites' }).fill('https://shop.example.com/')
    await page.keyboard.press('Enter')
    await expect(page.getByText('is not a host')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
    await page.getByRole('combobox', { name: 'Allowed sites' }).press('Backspace')
    await page.getByRole('combobox', { name: 'Allowed sites' }).fill('shop.example.com')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Saved')).toBeVisible()
    const channelId = page.url().split('/').at(-1) ?? ''
    const settings = await page.request.get(`${parley.url}/api/widget/${channelId}`)
    expect(await settings.json()).toMatchObject({
      color: '#b91c1c',
      texts: { en: { title: 'Ask Ada' } },
    })

    // A colleague joins by a link and may not change what administrators change.
    await page.goto(`${parley.url}/console/settings/agents`)
    await page.getByRole('button', { name: 'Invite an agent' }).click()
    await page.getByRole('button', { name: 'Make an invite link' }).click()
    const invite = page.getByRole('dialog').getByRole('textbox')
    await expect(invite).toHaveValue(/\/console\/join\//)
    const inviteUrl = await invite.inputValue()

    const colleagueContext = await browser.newContext({ locale: 'zh-CN' })
    const colleague = await colleagueContext.newPage()
    await colleague.goto(inviteUrl)
    await colleague.getByRole('textbox', { name: '您的名字' }).fill('小博')
    await colleague.getByRole('textbox', { name: '邮箱' }).fill('bo@example.com')
    await colleague.getByRole('textbox', { name: '密码' }).fill('也要足够长的密码才行')
    await colleague.getByRole('button', { name: '加入' }).click()
    await expect(colleague.getByText('这里还没有会话')).toBeVisible()
    await colleague.goto(`${parley.url}/console/settings/agents`)
    await expect(colleague.getByText('只有管理员可以修改。')).toBeVisible()
    await expect(colleague.getByRole('button', { name: '邀请客服' })).toHaveCount(0)

    // The link works once.
    await colleague.goto(inviteUrl)
    await expect(colleague.getByText('此链接已失效')).toBeVisible()

    // Signing out ends it; a deactivated colleague does not come back in.
    await page.goto(`${parley.url}/console/settings/agents`)
    await page.getByRole('switch', { name: /小博/ }).click({ force: true })
    await colleague.goto(`${parley.url}/console/`)
    await expect(colleague.getByRole('button', { name: '登录' })).toBeVisible()

    await page.getByRole('button', { name: /^Ada/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
    await page.getByRole('textbox', { name: 'E-mail' }).fill('ada@example.com')
    await page.getByRole('textbox', { name: 'Password' }).fill('not my password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('The e-mail or the password is wrong.')).toBeVisible()
    await AgentPage.signIn(page, parley.url, {
      email: 'ada@example.com',
      password: 'long enough for me',
    })
    await ownerContext.close()
    await colleagueContext.close()
  } finally {
    await parley.close()
  }
})
