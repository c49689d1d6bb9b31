import { pino } from 'pino'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createWorkspace, joinAgent, listAgents, setPassword } from '../../src/people/index.ts'

/** Of every agent in tests. */
export const STAFF_PASSWORD = 'correct horse battery'

export interface Staff {
  channelId: string
  emails: string[]
}

/** Fills an empty data folder with a workspace, a channel and so many agents. */
export async function hireStaff(folder: string, count: number): Promise<Staff> {
  const config = readConfig({ PARLEY_PORT: '0', PARLEY_DATA_DIR: folder }, folder)
  await using app = await createApp(config, { log: pino({ level: 'silent' }) })
  const workspace = await createWorkspace(app.people, 'Tea')
  const channel = await app.channels.create(workspace.id, 'Website')
  const emails = Array.from({ length: count }, (_, index) => `agent${index}@tea.example`)
  for (const email of emails) {
    const name = email.split('@', 1)[0] ?? ''
    await joinAgent(app.people, {
      workspaceId: workspace.id,
      email,
      name,
      role: 'owner',
      locale: 'en',
    })
  }
  for (const { id } of await listAgents(app.people, workspace.id)) {
    await setPassword(app.people, id, STAFF_PASSWORD)
  }
  return { channelId: channel.id, emails }
}

/** Signs an agent of the staff in; resolves with the Cookie header. */
export async function signInStaff(url: string, email: string): Promise<string> {
  const response = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: STAFF_PASSWORD }),
  })
  if (!response.ok) throw new Error(`sign-in: ${await response.text()}`)
  return (response.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? ''
}
