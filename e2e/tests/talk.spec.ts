import { startStandIn } from '../../packages/stand-ins/src/index.ts'
import type { AgentPage } from '../support/agent-page.ts'
import { expect, test } from '../support/test.ts'

test.use({ hasAssistant: true })

const REFUND = 'How long does a refund take?'
const REFUNDED = 'usually arrive within three working days'

/** One request to the REST API, as the agent who is signed in. */
function call(desk: AgentPage, method: string, path: string, body: object): Promise<void> {
  return desk.page.evaluate(
    async ([verb, where, json]) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(where, { method: verb, headers, body: json })
      if (!response.ok) throw new Error(`${verb} ${where}: ${await response.text()}`)
    },
    [method, path, JSON.stringify(body)] as const,
  )
}

test('an answer shows what it rests on and is rated once; the agent sees why', async ({
  visitor,
  agent,
}) => {
  const desk = await agent('oliver')
  const shop = await visitor()
  await shop.startConversation()
  await shop.say(REFUND)
  await expect(shop.log).toContainText(REFUNDED)
  await expect(shop.frame.getByRole('list', { name: 'What this rests on' })).toContainText('refund')
  await shop.frame.getByRole('button', { name: 'It helped', exact: true }).click()
  await expect(shop.frame.getByText('Thank you!')).toBeVisible()
  await expect(shop.frame.getByText('Did this help?')).toBeHidden()

  await desk.view('All')
  await desk.openConversation(REFUNDED)
  await expect(desk.page.getByText('The assistant answers')).toBeVisible()
  await desk.button('Why?').click()
  await expect(desk.page.getByText('The visitor says that it helped.')).toBeVisible()
})

test('what may have been meant is asked back, and a tap asks it', async ({ visitor }) => {
  const shop = await visitor()
  await shop.startConversation()
  await shop.say('Can you speed up my refund?')
  await expect(shop.log).toContainText('Did you mean:')
  await shop.frame.getByRole('button', { name: 'When do I get my refund?' }).click()
  await expect(shop.log).toContainText(REFUNDED)
  await expect(shop.log).not.toContainText('Did you mean:')
})

test('agents look in on the assistant’s conversations, and take one over', async ({
  visitor,
  agent,
}) => {
  const desk = await agent('oliver')
  const shop = await visitor({ locale: 'en-US' })
  await desk.view('With the assistant')
  await expect(desk.page.getByText('The assistant has no open conversation.')).toBeVisible()
  await shop.startConversation()
  await shop.say('How long does a refund take?')
  await desk.openConversation('Assistant: Refunds go back')
  await expect(desk.page.getByRole('link', { name: 'With the assistant 1' })).toBeVisible()
  await desk.say('I look into it myself.')
  await expect(shop.log).toContainText('I look into it myself.')
  await expect(desk.page.getByText('The assistant has no open conversation.')).toBeVisible()
})

test('a person takes over and the assistant is silent; given back, it answers again', async ({
  visitor,
  agent,
}) => {
  const desk = await agent('oliver')
  const shop = await visitor()
  await shop.startConversation()
  await shop.say(REFUND)
  await expect(shop.log).toContainText(REFUNDED)
  await shop.frame.getByRole('button', { name: 'Talk to a person' }).click()
  await desk.view('Unassigned')
  await desk.openConversation('I am bringing in a colleague')
  await expect(desk.log).toContainText('The visitor asked for a person.')
  await expect(desk.log).toContainText(`• ${REFUND}`)
  await desk.say('Oliver here.')
  await expect(shop.log).toContainText('Oliver here.')

  // What the assistant knows well it leaves to the agent now: the next word is the agent's.
  await shop.say('And which payment methods do you accept?')
  await expect(desk.log).toContainText('And which payment methods do you accept?')
  await desk.say('Cards and transfers.')
  await expect
    .poll(async () => (await shop.messages()).slice(-2))
    .toEqual(['And which payment methods do you accept?', 'Cards and transfers.'])

  await desk.page.keyboard.press('Alt+b')
  await expect(desk.page.getByText('The assistant answers')).toBeVisible()
  await shop.say(REFUND)
  await expect.poll(async () => (await shop.messages()).at(-1)).toContain(REFUNDED)
})

test('when nobody is there, a visitor leaves a message with an address', async ({
  visitor,
  agent,
}) => {
  const shop = await visitor()
  await shop.startConversation()
  await shop.say(REFUND)
  await expect(shop.log).toContainText(REFUNDED)
  await shop.frame.getByRole('button', { name: 'Talk to a person' }).click()
  await shop.frame.getByRole('textbox', { name: 'Your e-mail' }).fill('anna@example.com')
  await shop.frame.getByRole('textbox', { name: 'Your message' }).fill('Please ring me about 812.')
  await shop.frame.getByRole('button', { name: 'Leave the message' }).click()
  await expect(shop.log).toContainText('Please ring me about 812.')
  const desk = await agent('oliver')
  await desk.view('Unassigned')
  await desk.openConversation('Please ring me about 812.')
  await expect(desk.page.getByText('anna@example.com').first()).toBeVisible()
})

test('the agent watches an answer being written; a tap asks what is suggested after it', async ({
  visitor,
  agent,
}) => {
  const admin = await agent('mei')
  const desk = await agent('oliver')
  const text = ['We carve ', 'teapots from ', 'plum wood.']
  await using standIn = await startStandIn('coze', {
    script: { text, betweenMs: 1_500, suggestions: ['Who is your carver?'] },
  })
  await call(admin, 'POST', '/api/engines', {
    make: 'coze',
    name: 'Ours',
    settings: { baseUrl: standIn.baseUrl, botId: '7374724495711502387' },
    reach: 'in_house',
  })
  const shop = await visitor()
  await shop.startConversation()
  await shop.say(REFUND)
  await expect(shop.log).toContainText(REFUNDED)
  await desk.view('All')
  await desk.openConversation(REFUNDED)
  await shop.say('Who carved the sign above your door?')
  await expect(desk.page.getByTestId('typing-preview')).toContainText('We carve')
  await expect(desk.log).toContainText('We carve teapots from plum wood.')
  await expect(desk.page.getByTestId('typing-preview')).toBeHidden()
  await shop.frame.getByRole('button', { name: 'Who is your carver?' }).click()
  await expect.poll(async () => await shop.messages()).toContain('Who is your carver?')
})

test('the copilot suggests a reply from the articles, and the agent sends it', async ({
  visitor,
  agent,
}) => {
  const admin = await agent('mei')
  await call(admin, 'PATCH', '/api/assistant', { isOn: false })
  const desk = await agent('oliver')
  const shop = await visitor()
  await shop.startConversation()
  await shop.say(REFUND)
  await desk.view('Unassigned')
  await desk.openConversation(REFUND)
  await desk.composer.press('Alt+KeyG')
  await expect(desk.page.getByRole('menuitem', { name: 'Shorter' })).toBeDisabled()
  await expect(desk.page.getByRole('menuitem', { name: 'Suggest a reply' })).toBeFocused()
  await desk.page.keyboard.press('Enter')
  const panel = desk.page.getByRole('region', { name: 'Suggest a reply' })
  await expect(panel).toContainText('working days')
  await panel.getByRole('button', { name: 'Use it' }).click()
  await expect(desk.composer).toHaveValue(/working days/)
  await desk.composer.press('Enter')
  await expect(shop.log).toContainText('working days')
})
