import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { AgentPage } from '../support/agent-page.ts'
import { startParley } from '../support/parley.ts'
import { VisitorPage } from '../support/visitor-page.ts'
import { findChromium } from './chromium.mjs'

/** Takes the README's pictures anew: a visitor and an agent in the middle of a conversation. */
const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
await mkdir(folder, { recursive: true })

const executablePath = findChromium()
if (executablePath === undefined) throw new Error('There is no Chromium.')
const parley = await startParley('demo')
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const screen = { viewport: { width: 1360, height: 820 } }
  const shopContext = await browser.newContext({ ...screen, locale: 'en-US' })
  const shop = await VisitorPage.open(await shopContext.newPage(), `${parley.url}/demo/en.html`)
  const deskContext = await browser.newContext({ ...screen, locale: 'en-US' })
  const account = parley.account('oliver')
  const desk = await AgentPage.signIn(await deskContext.newPage(), parley.url, account)

  await shop.startConversation()
  await shop.page.evaluate(() => {
    const { Parley } = window as unknown as { Parley: (command: string, value: object) => void }
    Parley('identify', {
      name: 'Emma Clarke',
      email: 'emma@clarke.example',
      attributes: { customer: 'since 2023', orders: '6' },
    })
  })
  await shop.say('Hi! Is the Longjing from this spring? 🍵')
  await desk.view('Unassigned')
  await desk.openConversation('Longjing from this spring')
  await desk.say('It is: picked on 28 March, before the rains.')
  await desk.button('Private note').click()
  await desk.say('Came from the spring newsletter: the tasting set fits.')
  await desk.button('Reply').click()
  await shop.say('Lovely. Could I have it gift wrapped?')
  await desk.say('Of course. Choose “gift box” in the basket, it is on us today 🎁')
  await desk.expectMessages([
    'Hi! Is the Longjing from this spring? 🍵',
    'It is: picked on 28 March, before the rains.',
    'Came from the spring newsletter: the tasting set fits.',
    'Lovely. Could I have it gift wrapped?',
    'Of course. Choose “gift box” in the basket, it is on us today 🎁',
  ])
  await desk.view('All')
  await shop.composer.pressSequentially('Perfect, and when would it')
  await desk.page.getByTestId('typing-preview').filter({ hasText: 'when would it' }).waitFor()
  await shop.page.screenshot({ path: `${folder}widget.png` })
  await desk.page.screenshot({ path: `${folder}console.png` })
} finally {
  await browser.close()
  await parley.close()
}
