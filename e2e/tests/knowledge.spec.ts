import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContextOptions, Page } from '@playwright/test'
import type { AgentPage } from '../support/agent-page.ts'
import { violations } from '../support/axe.ts'
import { test as base, expect } from '../support/test.ts'

/** An administrator who reads English, and the way to the assistant's pages. */
const test = base.extend<{ admin(options?: BrowserContextOptions): Promise<Desk> }>({
  admin: async ({ agent }, use) => {
    await use(async (options) => deskOf(await agent('mei', options)))
  },
})

interface Desk {
  page: Page
  /** Opens a page of the section, such as "articles/new". */
  open(path: string): Promise<void>
  ask(question: string): Promise<void>
}

async function deskOf({ page, url }: AgentPage): Promise<Desk> {
  await page.evaluate(() =>
    fetch('/api/me', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ locale: 'en' }),
    }),
  )
  const open = async (path: string) => {
    await page.goto(`${url}/console/assistant/${path}`)
    await expect(page.getByRole('navigation', { name: 'Pages of the assistant' })).toBeVisible()
  }
  return {
    page,
    open,
    async ask(question) {
      await open('playground')
      await page.getByRole('textbox', { name: 'Question' }).fill(question)
      await page.getByRole('button', { name: 'Ask', exact: true }).click()
    },
  }
}

test('a change of the set-up is tried on the golden questions before it is saved', async ({
  admin,
}) => {
  const { page, open } = await admin()
  await open('golden')
  await page.getByRole('button', { name: 'Ask them all' }).click()
  const lastRun = page.getByRole('region', { name: 'Last run' })
  await expect(lastRun).toContainText('13 of 13 right')
  await expect(lastRun).toContainText('退款原路返回')
  await page.getByRole('button', { name: 'Add a question' }).click()
  await page.getByRole('textbox', { name: 'Question' }).fill('When is my money refunded?')
  await page.getByRole('combobox', { name: 'What must come of it' }).click()
  await page.getByRole('option', { name: 'The answer contains' }).click()
  await page.getByRole('textbox', { name: 'Words' }).fill('three working days')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('When is my money refunded?')).toBeVisible()

  await open('settings')
  await expect(page.getByRole('button', { name: 'Try on the golden questions' })).toBeHidden()
  const slider = page.getByRole('slider', { name: 'A frequent question' })
  const before = (await slider.getAttribute('aria-valuenow')) ?? ''
  await slider.press('End')
  await expect(slider).not.toHaveAttribute('aria-valuenow', before)
  await page.getByRole('button', { name: 'Try on the golden questions' }).click()
  const outcome = page.getByRole('status', { name: 'Golden questions' })
  await expect(outcome).toContainText('11 of 14 right · 2 worse, 0 better')
  await expect(outcome).toContainText('Before: Refunds go back the way you paid')
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(outcome).toBeHidden()
  // It was tried, not saved.
  await page.reload()
  await expect(slider).toHaveAttribute('aria-valuenow', before)
})

test('an article is written, found, told, changed and restored', async ({ admin }) => {
  const { page, open, ask } = await admin()
  await open('articles/new')
  await page.getByRole('textbox', { name: 'Question' }).fill('Do you repair umbrellas?')
  await page.getByRole('textbox', { name: 'Answer' }).fill('Yes, within **one week**.')
  await expect(page.getByRole('region', { name: 'Preview' }).getByRole('strong')).toHaveText(
    'one week',
  )
  await page.getByRole('button', { name: 'Save and publish' }).click()
  await expect(page.getByRole('tab', { name: '1 version' })).toBeVisible()
  const address = page.url()

  await open('articles/search')
  await page.getByRole('textbox', { name: 'Question' }).fill('repair umbrellas')
  await page.getByRole('button', { name: 'Search' }).click()
  await expect(page.getByRole('link', { name: 'Do you repair umbrellas?' })).toBeVisible()

  await ask('Do you repair umbrellas?')
  const told = page.getByRole('article', { name: 'Do you repair umbrellas?' })
  await expect(told).toContainText('within one week')
  await expect(told.getByRole('region', { name: 'How the answer came about' })).toContainText(
    'Answered · Articles',
  )

  await page.goto(address)
  await page.getByRole('textbox', { name: 'Answer' }).fill('No, but we sell new ones.')
  await page.getByRole('button', { name: 'Save and publish' }).click()
  await page.getByRole('tab', { name: '2 versions' }).click()
  await expect(page.getByRole('deletion')).toContainText('within **one week**')
  await expect(page.getByRole('insertion')).toContainText('we sell new ones')
  await page.getByRole('button', { name: /^Version 1/ }).click()
  await page.getByRole('button', { name: 'Restore version 1' }).click()
  await expect(page.getByRole('tab', { name: '3 versions' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Answer' })).toHaveValue(/within \*\*one week/)

  await ask('Do you repair umbrellas?')
  await expect(told).toContainText('within one week')
})

test('files become articles, and a bad one says what is wrong with it', async ({ admin }) => {
  const { page, open } = await admin()
  await open('settings')
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('What do you want to do?').fill('Articles')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Import', exact: true }).click()
  const file = (name: string, text: string) => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(text),
  })
  await page
    .locator('input[type=file]')
    .setInputFiles([
      file('umbrellas.md', '# Umbrellas\n\nWe repair them within a week.'),
      file('questions.csv', 'question,answer\nWho repairs umbrellas?,We do.\n'),
      file('broken.csv', 'question,reply\nWho?,We.\n'),
    ])
  const job = (name: string) => page.getByRole('listitem').filter({ hasText: name })
  await expect(job('umbrellas.md')).toContainText('new')
  await expect(job('questions.csv')).toContainText('1 new, 0 changed, 0 as before')
  await expect(job('broken.csv')).toContainText('failed')
  await expect(job('broken.csv')).toContainText('answer')
  await page.getByRole('link', { name: 'umbrellas.md' }).click()
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText(
    'We repair them within a week.',
  )
})

test('a thing is added to the graph, tied, and found in the picture by keyboard', async ({
  admin,
}) => {
  const { page, open } = await admin()
  const add = async (name: string, type: string, key: string) => {
    await open('graph/new')
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    await page.getByRole('combobox', { name: 'Type' }).fill(type)
    await page.getByRole('textbox', { name: 'Key' }).fill(key)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('heading', { name })).toBeVisible()
  }
  await add('Umbrella Corner', 'shop', 'shop:corner')
  await add('Storm umbrella', 'product', 'product:umbrella')

  await page.getByRole('button', { name: 'Add a relation' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Kind of relation' }).fill('stocked_at')
  await dialog.getByRole('combobox', { name: 'The other entity' }).fill('Corner')
  await page.getByRole('option', { name: /Umbrella Corner/ }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()

  const picture = page.getByRole('group', { name: /^Picture of 2 entities/ })
  const umbrella = picture.getByRole('link', { name: 'Storm umbrella product' })
  const shop = picture.getByRole('link', { name: 'Umbrella Corner shop' })
  await expect(shop).toBeVisible()
  await umbrella.focus()
  // The shop is on one of the four sides.
  for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown']) {
    await page.keyboard.press(key)
    if (await shop.evaluate((node) => node === document.activeElement)) break
  }
  await expect(shop).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Umbrella Corner' })).toBeVisible()
})

test.describe('with the assistant', () => {
  test.use({ hasAssistant: true })

  test('an order is read from the company’s own endpoint at the moment of the question', async ({
    admin,
    visitor,
  }) => {
    const secret = 'a secret of our shop'
    let status = 'waiting for its last box'
    const endpoint = createServer(async (request, response) => {
      let body = ''
      for await (const piece of request) body += piece
      const { type, name } = JSON.parse(body)
      const signed = `${request.headers['x-parley-timestamp']}.${body}`
      const signature = `v1=${createHmac('sha256', secret).update(signed).digest('hex')}`
      const isOurs = request.headers['x-parley-signature'] === signature
      const isKnown = isOurs && type === 'order' && name === '5150'
      response.statusCode = isKnown ? 200 : isOurs ? 404 : 401
      const order = { key: 'order:5150', type, name, attributes: { status } }
      response.end(JSON.stringify({ entities: isKnown ? [order] : [] }))
    }).listen(0, '127.0.0.1')
    await once(endpoint, 'listening')
    await using closing = new AsyncDisposableStack()
    closing.defer(async () => {
      endpoint.closeAllConnections()
      endpoint.close()
      await once(endpoint, 'close')
    })

    const { page, open } = await admin()
    await open('graph/live')
    await page.getByRole('switch', { name: 'Ask the endpoint' }).press('Space')
    const { port } = endpoint.address() as AddressInfo
    await page
      .getByRole('textbox', { name: 'Address of the endpoint' })
      .fill(`http://127.0.0.1:${port}/`)
    await page.getByRole('combobox', { name: 'Where the address leads' }).click()
    await page.getByRole('option', { name: /own network/ }).click()
    await page.getByRole('textbox', { name: 'Secret' }).fill('not the one we know')
    await page.getByRole('button', { name: 'Add a type' }).click()
    await page.getByRole('textbox', { name: 'Type', exact: true }).fill('order')
    await page.getByRole('textbox', { name: 'Pattern' }).fill(String.raw`order #?(\d{4})`)
    await page.getByRole('textbox', { name: 'Believes an answer for (ms)' }).fill('0')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('5150')
    await page.getByRole('button', { name: 'Ask now' }).click()
    await expect(page.getByRole('alert', { name: 'No answer' })).toContainText('401')
    await page.getByRole('textbox', { name: 'Secret' }).fill(secret)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('textbox', { name: 'Secret' })).toHaveValue('')
    await page.getByRole('button', { name: 'Ask now' }).click()
    await expect(page.getByText('1 entity after')).toBeVisible()

    const shop = await visitor()
    await shop.startConversation()
    await shop.say('What is the status of order 5150?')
    await expect(shop.log).toContainText('waiting for its last box')
    status = 'on its way'
    await shop.say('What is the status of order 5150?')
    await expect(shop.log).toContainText('on its way')
  })
})

const pages = [
  'settings',
  'engines',
  'engines/new',
  'articles',
  'articles/new',
  'articles/import',
  'articles/search',
  'graph',
  'graph/new',
  'graph/import',
  'graph/live',
  'playground',
  'figures',
  'privacy',
]
for (const colorScheme of ['light', 'dark'] as const) {
  test(`the assistant's pages have no accessibility violation in ${colorScheme} colours`, async ({
    admin,
  }) => {
    // Many pages, each looked at twice: three times as long as another test may take.
    test.slow()
    // Some fifteen pages are looked through.
    test.slow()
    const { page, open, ask } = await admin({ colorScheme })
    const found: string[] = []
    const check = async (where: string) => {
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
      found.push(...(await violations(page, where)))
    }
    for (const path of pages) {
      await open(path)
      await check(path)
    }
    await ask('How do I get an invoice?')
    await expect(page.getByRole('article')).toBeVisible()
    await check('answer')
    await open('articles')
    await page.getByRole('table').getByRole('link').first().click()
    await page.getByRole('tab', { name: '1 version' }).click()
    await expect(page.getByRole('button', { name: /^Version 1/ })).toBeVisible()
    await check('versions')
    await open('graph')
    await page.getByRole('table').getByRole('link').first().click()
    await expect(page.getByRole('group', { name: /^Picture/ })).toBeVisible()
    await check('entity')
    expect(found).toEqual([])
  })
}

test('no page is wider than a phone', async ({ admin }) => {
  const { page, open } = await admin({ viewport: { width: 390, height: 780 } })
  for (const path of pages) {
    await open(path)
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
    const { inner, outer } = await page
      .getByRole('main')
      .evaluate((main) => ({ inner: main.scrollWidth, outer: main.clientWidth }))
    expect(inner, path).toBeLessThanOrEqual(outer)
  }
})
