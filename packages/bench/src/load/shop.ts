import { signInStaff } from '../../../server/tests/_harness/staff.ts'
import { faq } from './questions.ts'
import type { Stage } from './stage.ts'

/** Questions that an engine is asked at once; what visitors are kept waiting for is measured. */
const ENGINE_LIMITS = { atOnceMax: 5_000, waitingMax: 20_000, waitMsMax: 60_000 }

/** Gives the shop its knowledge and its engine, and switches the assistant on. */
export async function openShop({ server, staff }: Stage, engineUrl: string): Promise<void> {
  const cookie = await signInStaff(server.url, staff.emails[0] ?? '')
  async function call(method: string, path: string, body: object): Promise<void> {
    const response = await fetch(server.url + path, {
      method,
      headers: { 'content-type': 'application/json', cookie, origin: server.url },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
  }
  for (const { question: title, answer: body } of faq) {
    const article = { kind: 'faq', title, body, locale: 'en', isPublished: true }
    await call('POST', '/api/knowledge/articles', article)
  }
  await call('POST', '/api/engines', {
    make: 'openai',
    name: 'Stand-in',
    settings: { baseUrl: engineUrl, model: 'm' },
    reach: 'in_house',
    limits: ENGINE_LIMITS,
  })
  await call('PATCH', '/api/assistant', { isOn: true })
}
