import type { AgentPage } from '../support/agent-page.ts'
import { violations } from '../support/axe.ts'
import { expect, test } from '../support/test.ts'

/** Asks the server as this agent. */
function call<Answer>({ page }: AgentPage, method: string, path: string, body?: object) {
  return page.evaluate(
    async ([verb, where, json]) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(where, {
        method: verb,
        ...(json === '' ? {} : { headers, body: json }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${verb} ${where}: ${text}`)
      return text === '' ? undefined : JSON.parse(text)
    },
    [method, path, body === undefined ? '' : JSON.stringify(body)] as const,
  ) as Promise<Answer>
}

interface Named {
  agentId: string
  name: string
}

/** Gives agents so many places; who is not named gets none. */
async function places(desk: AgentPage, capacities: Record<string, number>): Promise<void> {
  for (const { agentId, name } of await call<Named[]>(desk, 'GET', '/api/routing/agents')) {
    const found = Object.entries(capacities).find(([part]) => name.includes(part))
    await call(desk, 'PATCH', `/api/routing/agents/${agentId}`, { capacity: found?.[1] ?? 0 })
  }
}

/** Routing that asks first, and nobody with room: what the demo has open goes to Mei. */
async function prepare(mei: AgentPage, mode: 'offer' | 'push'): Promise<void> {
  await call(mei, 'PATCH', '/api/me', { locale: 'en' })
  await places(mei, {})
  await call(mei, 'PATCH', '/api/routing', {
    policy: 'least-busy',
    mode,
    offerMs: 5_000,
    offerAgainMs: 10_000,
    graceMs: 60_000,
    noReplyMs: 0,
    matchesLanguage: false,
    hours: null,
  })
  for (const { id } of await call<{ id: string }[]>(mei, 'GET', '/api/routing/rules')) {
    await call(mei, 'PATCH', `/api/routing/rules/${id}`, { isOn: false })
  }
  const agents = await call<Named[]>(mei, 'GET', '/api/routing/agents')
  const agentId = agents.find(({ name }) => name.includes('Mei'))?.agentId
  const board = await call<{
    waiting: { conversationId: string }[]
    agents: { conversations: { conversationId: string }[] }[]
  }>(mei, 'GET', '/api/routing/board')
  const all = [...board.waiting, ...board.agents.flatMap(({ conversations }) => conversations)]
  for (const { conversationId } of all) {
    await call(mei, 'POST', `/api/routing/conversations/${conversationId}/assign`, { agentId })
  }
  await mei.page.goto(`${mei.url}/console/routing/board`)
  await expect(mei.page.getByRole('heading', { name: 'Waiting (0)' })).toBeVisible()
}

test('a queue builds and drains, offers pass on, and a closed laptop loses nobody', async ({
  visitor,
  agent,
}) => {
  const [mei, oliver, mo] = [await agent('mei'), await agent('oliver'), await agent('mo')]
  await call(mo, 'PATCH', '/api/me', { locale: 'en' })
  await mo.page.reload()
  await prepare(mei, 'offer')
  const board = mei.page

  // It builds, and everybody sees where they are.
  const first = await visitor()
  await first.startConversation()
  await first.say('the first')
  await expect(first.frame.getByText('You are next.')).toBeVisible()
  await expect(board.getByRole('heading', { name: 'Waiting (1)' })).toBeVisible()
  const second = await visitor()
  await second.startConversation()
  await second.say('the second')
  await expect(second.frame.getByText('You are number 2 in the queue.')).toBeVisible()
  await expect(second.frame.getByText(/hardly ever more than \d+ min/)).toBeVisible()
  await expect(board.getByRole('heading', { name: 'Waiting (2)' })).toBeVisible()

  // Oliver does not answer the first one's offer, so it passes on to Mo.
  const offered = (desk: AgentPage, text: string) =>
    desk.page.getByRole('region', { name: 'Offered conversations' }).getByText(text)
  await places(mei, { Oliver: 1 })
  await expect(offered(oliver, 'the first')).toBeVisible()
  await expect(offered(oliver, 'the second')).toBeVisible()
  await oliver.page.keyboard.press('Alt+y')
  await expect(oliver.page).toHaveURL(/\/inbox\/mine\//)
  await oliver.expectMessages(['the second'])
  await expect(first.frame.getByText('You are next.')).toBeVisible()
  await places(mei, { Oliver: 1, Mo: 1 })
  await expect(offered(mo, 'the first')).toBeVisible()
  await mo.button('Accept').click()
  await mo.expectMessages(['the first'])
  await expect(first.frame.getByText('You are next.')).toHaveCount(0)
  await expect(board.getByRole('heading', { name: 'Waiting (0)' })).toBeVisible()

  // Why it came to Mo, in one click.
  await mo.button('Why?').click()
  const why = mo.page.getByRole('dialog', { name: 'Why?' })
  await expect(why.getByText('陈默 Mo Chen: least busy')).toBeVisible()
  await expect(why.getByText('It was offered, and accepted.')).toBeVisible()

  // Mo closes the laptop before an answer: the conversation goes to who has room.
  await call(mei, 'PATCH', '/api/routing', { mode: 'push', graceMs: 1_000 })
  await places(mei, { Oliver: 2 })
  await mo.page.context().close()
  await oliver.view('Mine')
  await oliver.openConversation('the first')
  await oliver.expectMessages(['the first'])
  await oliver.say('Here I am')
  await first.expectMessages(['the first', 'Here I am'])
  await expect(board.getByRole('img', { name: '2 of 2 places in use' })).toBeVisible()
})

test('a supervisor gives, pulls and reassigns on a board that is live', async ({
  visitor,
  agent,
}) => {
  const [mei, oliver] = [await agent('mei'), await agent('oliver')]
  await prepare(mei, 'push')
  const shop = await visitor()
  await shop.startConversation()
  await shop.say('who takes it?')
  const { page } = mei
  const row = page.getByRole('region', { name: 'Conversations that wait' }).getByRole('row').last()
  await row.getByRole('button', { name: /^What to do/ }).press('Enter')
  await page.getByRole('menuitem', { name: /^Oliver/ }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Waiting (0)' })).toBeVisible()
  await oliver.openConversation('who takes it?')
  const card = page.getByRole('listitem').filter({ hasText: 'Oliver Hart' })
  await card
    .getByRole('button', { name: /^What to do/ })
    .last()
    .click()
  await page.getByRole('menuitem', { name: 'Back to the queue' }).click()
  await expect(page.getByRole('heading', { name: 'Waiting (1)' })).toBeVisible()
  await expect(shop.frame.getByText('You are next.')).toBeVisible()
})

const pages = ['board', 'policy', 'teams', 'people', 'rules', 'model', 'simulator']

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the pages of routing are accessible and fit a phone in ${colorScheme} colours`, async ({
    agent,
  }) => {
    const desk = await agent('mei', { colorScheme })
    const { page } = desk
    const found: string[] = []
    for (const name of pages) {
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto(`${desk.url}/console/routing/${name}`)
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
      found.push(...(await violations(page, name)))
      await page.setViewportSize({ width: 390, height: 844 })
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > 390) found.push(`${name}: ${width} pixels wide`)
    }
    expect(found).toEqual([])
  })
}
