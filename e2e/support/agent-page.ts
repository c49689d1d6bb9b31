import { expect, type Locator, type Page } from '@playwright/test'
import { textsOf } from './bubbles.ts'
import type { Account } from './parley.ts'

/** The console, as an agent uses it. */
export class AgentPage {
  readonly page: Page
  readonly url: string

  constructor(page: Page, url: string) {
    this.page = page
    this.url = url
  }

  static async signIn(page: Page, url: string, { email, password }: Account): Promise<AgentPage> {
    await page.goto(`${url}/console/`)
    await page.getByRole('textbox', { name: /E-mail|邮箱/ }).fill(email)
    await page.getByRole('textbox', { name: /^(Password|密码)$/ }).fill(password)
    await page.getByRole('button', { name: /^(Sign in|登录)$/ }).click()
    await expect(page.getByRole('navigation', { name: /Lists|列表/ })).toBeVisible()
    return new AgentPage(page, url)
  }

  async newTab(): Promise<AgentPage> {
    const page = await this.page.context().newPage()
    await page.goto(this.page.url())
    return new AgentPage(page, this.url)
  }

  get list(): Locator {
    return this.page.getByRole('region', { name: /^(Conversations|会话列表)$/ })
  }

  get rows(): Locator {
    return this.list.getByRole('listitem').getByRole('link')
  }

  get log(): Locator {
    return this.page.getByRole('log')
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^(Reply|Private note|回复|内部备注)$/ })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  async view(
    name: 'Mine' | 'Unassigned' | 'All' | 'Resolved' | 'With the assistant',
  ): Promise<void> {
    await this.page.getByRole('link', { name: new RegExp(`^${name}`) }).click()
  }

  /** Opens the conversation whose row shows this text. */
  async openConversation(text: string): Promise<void> {
    await this.rows.filter({ hasText: text }).click()
    await expect(this.log).toBeVisible()
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.composer.press('Enter')
  }

  /** Waits until this page knows that the open conversation is its agent's: lists follow a little later. */
  async expectOwn(): Promise<void> {
    await expect(this.composer).toHaveAttribute('placeholder', /^(Write a reply…|输入回复…)$/)
  }

  /** Waits until the thread shows exactly these messages, in this order. */
  async expectMessages(texts: string[]): Promise<void> {
    await expect.poll(() => this.messages()).toEqual(texts)
  }

  messages(): Promise<string[]> {
    return textsOf(this.log.locator('[data-state]'))
  }
}
