import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  request,
} from '@playwright/test'
import { AgentPage } from './agent-page.ts'
import { type Parley, startParley } from './parley.ts'
import { VisitorPage } from './visitor-page.ts'

export { expect } from '@playwright/test'

interface People {
  /** Whether the demo's assistant answers first; in most tests a person does. */
  hasAssistant: boolean
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
  hasAssistant: [false, { option: true }],
  parley: async ({ hasAssistant }, use) => {
    const parley = await startParley('demo')
    if (!hasAssistant) await switchAssistantOff(parley)
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

async function switchAssistantOff(parley: Parley): Promise<void> {
  const api = await request.newContext({ baseURL: parley.url })
  try {
    const headers = { origin: parley.url }
    await api.post('/api/sign-in', { data: parley.account('mei'), headers })
    const answer = await api.patch('/api/assistant', { data: { isOn: false }, headers })
    if (!answer.ok()) throw new Error(`the assistant stays on: ${answer.status()}`)
  } finally {
    await api.dispose()
  }
}
