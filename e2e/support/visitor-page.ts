import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test'
import { textsOf } from './bubbles.ts'

/** A page that carries the widget, as a visitor uses it. */
export class VisitorPage {
  readonly page: Page
  readonly launcher: Locator
  readonly frame: FrameLocator

  private constructor(page: Page) {
    this.page = page
    this.launcher = page.locator('#parley').getByRole('button')
    this.frame = page.frameLocator('iframe')
  }

  static async open(page: Page, url: string): Promise<VisitorPage> {
    await page.goto(url)
    return new VisitorPage(page)
  }

  /** Another tab of the same browser. */
  async newTab(): Promise<VisitorPage> {
    return VisitorPage.open(await this.page.context().newPage(), this.page.url())
  }

  get composer(): Locator {
    return this.frame.getByRole('textbox')
  }

  get log(): Locator {
    return this.frame.getByRole('log')
  }

  async openWidget(): Promise<void> {
    await this.launcher.click()
  }

  /** Signs in at the shop, which vouches for who it is to the widget. */
  async signIn(name: string, email: string): Promise<void> {
    await this.page.locator('[data-open="member"]').click()
    const form = this.page.locator('#member form')
    await form.locator('[name="name"]').fill(name)
    await form.locator('[name="email"]').fill(email)
    const signed = this.page.waitForResponse(/\/demo\/signature/)
    await form.locator('[type="submit"]').click()
    await signed
  }

  /** From the widget's home into a new conversation. */
  async startConversation(): Promise<void> {
    await this.openWidget()
    await this.frame.getByRole('button', { name: /Send us a message|给我们发消息/ }).click()
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.composer.press('Enter')
  }

  /** Waits until the thread shows exactly these messages, in this order. */
  async expectMessages(texts: string[]): Promise<void> {
    await expect.poll(() => this.messages()).toEqual(texts)
  }

  messages(): Promise<string[]> {
    return textsOf(this.log.locator('.row:not(.typing) .bubble'))
  }
}
