import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
} from '@playwright/test'
import { AgentPage } from './agent-page.ts'
import { type Parley, startParley } from './parley.ts'
import { VisitorPage } from './visitor-page.ts'

export { expect } from '@playwright/test'

interface People {
  /** A demo server for this test alone. */
  parley: Parley
  /** A visitor's browser on the demo shop. */
  visitor(options?: BrowserContextOptions): Promise<VisitorPage>
  /** An agent's browser, signed in. */
  agent(name?: 'oliver' | 'mei' | 'mo', options?: BrowserContextOptions): Promise<AgentPage>
}

/** Tests with a server of their own, and the people who meet there. */
export const test = base.extend<
  People & { contexts: (options?: BrowserContextOptions) => Promise<BrowserContext> }
>({
  // biome-ignore lint/correctness/noEmptyPattern: the form that the test runner asks for
  parley: async ({}, use) => {
    const parley = await startParley('demo')
    await use(parley)
    await parley.close()
  },
  contexts: async ({ browser }: { browser: Browser }, use) => {
    const opened: BrowserContext[] = []
    await use(async (options = {}) => {
      const context = await browser.newContext(options)
      opened.push(context)
      return context
    })
    for (const context of opened) await context.close()
  },
  visitor: async ({ parley, contexts }, use) => {
    await use(async (options) => {
      const context = await contexts(options)
      // The shop speaks the browser's language, and the widget the shop's.
      return VisitorPage.open(await context.newPage(), `${parley.url}/demo/`)
    })
  },
  agent: async ({ parley, contexts }, use) => {
    await use(async (name = 'oliver', options = {}) => {
      const context = await contexts(options)
      return AgentPage.signIn(await context.newPage(), parley.url, parley.account(name))
    })
  },
})
