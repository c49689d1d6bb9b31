import { type Script, type StandInMake, startStandIn } from '../../packages/stand-ins/src/index.ts'
import type { AgentPage } from '../support/agent-page.ts'
import { test as base, expect } from '../support/test.ts'
import type { VisitorPage } from '../support/visitor-page.ts'

const KEY = 'sk-0123456789'

const settings: Partial<Record<StandInMake, Record<string, string>>> = {
  coze: { botId: '7374724495711502387' },
  fastgpt: {},
  dify: { app: 'chat' },
  openai: { model: 'm' },
}

/** An administrator's desk, and engines that the workspace asks. */
interface Office {
  desk: AgentPage
  call<Answer>(method: string, path: string, body?: object): Promise<Answer>
  standIn(make: StandInMake, script: Script): ReturnType<typeof startStandIn>
}

const test = base.extend<{ office: Office }>({
  office: async ({ agent }, use) => {
    const desk = await agent('mei')
    const call = <Answer>(method: string, path: string, body: object = {}) =>
      desk.page.evaluate(
        async ([verb, where, json]) => {
          const response = await fetch(where, {
            method: verb,
            ...(verb === 'DELETE'
              ? {}
              : { headers: { 'content-type': 'application/json' }, body: json }),
          })
          const text = await response.text()
          if (!response.ok) throw new Error(`${verb} ${where}: ${text}`)
          return text === '' ? undefined : JSON.parse(text)
        },
        [method, path, JSON.stringify(body)] as const,
      ) as Promise<Answer>
    await call('PATCH', '/api/me', { locale: 'en' })
    await call('PATCH', '/api/assistant', { isOn: true, name: 'Robin' })
    await using standIns = new AsyncDisposableStack()
    await use({
      desk,
      call,
      standIn: async (make, script) => standIns.use(await startStandIn(make, { key: KEY, script })),
    })
  },
})

const engine = (make: StandInMake, baseUrl: string, limits: object = {}) => ({
  make,
  name: `The ${make}`,
  key: KEY,
  reach: 'in_house',
  settings: { ...settings[make], baseUrl },
  limits,
})

/** Notes everything that the thread ever shows. */
async function watch(visitor: VisitorPage): Promise<() => Promise<string[]>> {
  const page = visitor.frame.locator('body')
  await page.evaluate((body) => {
    const shown: string[] = []
    Object.assign(window, { shown })
    const note = () => shown.push(body.textContent ?? '')
    new MutationObserver(note).observe(body, {
      subtree: true,
      childList: true,
      characterData: true,
    })
  })
  return () => page.evaluate(() => (window as unknown as { shown: string[] }).shown)
}

for (const make of ['coze', 'fastgpt', 'dify', 'openai'] as const) {
  test(`an answer is seen while it is written: ${make}`, async ({ office, visitor }) => {
    const text = ['We carve ', 'teapots from ', 'plum wood ', 'since 1911.']
    const { baseUrl } = await office.standIn(make, { text, betweenMs: 400 })
    await office.call('POST', '/api/engines', engine(make, baseUrl))
    const page = await visitor()
    await page.startConversation()
    const shown = await watch(page)
    await page.say('Who carved the sign above your door?')
    await expect(page.log).toContainText('We carve teapots from plum wood since 1911.')
    const halves = (await shown()).filter(
      (seen) => seen.includes('We carve') && !seen.includes('since 1911.'),
    )
    expect(halves.length).toBeGreaterThan(0)
  })
}

test('an engine is set up in the console, hangs, is left alone, and recovers', async ({
  office,
  visitor,
}) => {
  const { desk, call } = office
  const { page, url } = desk
  const standIn = await office.standIn('openai', { stall: 'before_text' })
  await call('PATCH', '/api/assistant', { enginesWaitMsMax: 1_500 })
  await call('POST', '/api/knowledge/articles', {
    kind: 'faq',
    title: 'Do you repair umbrellas?',
    body: 'Yes, within a week.',
    locale: 'en',
    isPublished: true,
  })

  await page.goto(`${url}/console/assistant/engines/new`)
  await page.getByRole('radio', { name: 'OpenAI-compatible' }).check()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Our model')
  await page.getByRole('textbox', { name: 'Address' }).fill(standIn.baseUrl)
  await page.getByRole('textbox', { name: 'Model', exact: true }).fill('m')
  await page.getByRole('textbox', { name: 'Key' }).fill('a wrong one')
  await page.getByRole('combobox', { name: 'Where the address leads' }).click()
  await page.getByRole('option', { name: 'Your own network only' }).click()
  await page.getByText('Time limits').click()
  await page.getByRole('textbox', { name: 'Failures in a row until it rests' }).fill('1')
  await page.getByRole('textbox', { name: 'How long it rests at first' }).fill('1')
  await page.getByRole('textbox', { name: 'A model that must load first' }).fill('2')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Our model' })).toBeVisible()
  await page.getByRole('button', { name: 'Test it' }).click()
  await expect(page.getByRole('status')).toContainText('the key is refused')
  await page.getByRole('textbox', { name: 'Key' }).fill(KEY)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('A key is kept, encrypted.')).toBeVisible()

  const waiting = await visitor()
  await waiting.startConversation()
  await waiting.say('Who carved the sign above your door?')
  const other = await visitor()
  await other.startConversation()
  await other.say('Do you repair umbrellas?')
  await expect(other.log).toContainText('Yes, within a week.')
  await expect(waiting.log).toContainText('Would you like to talk to one of my colleagues?')

  await page.getByRole('link', { name: 'Engines', exact: true }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'Our model' })
  await expect(row).toContainText(/Rests after failures|Is being tried/)
  standIn.script = { text: 'I am well again.' }
  await expect(row).toContainText('Ready')
  await page.getByRole('link', { name: 'Our model' }).click()
  await page.getByRole('button', { name: 'Test it' }).click()
  await expect(page.getByRole('status')).toContainText('I am well again.')
})
