import { pino } from 'pino'
import { createApp } from '../../packages/server/src/app.ts'
import { readConfig } from '../../packages/server/src/config.ts'
import { start } from '../../packages/server/src/conversations/index.ts'
import {
  createVisitor,
  createWorkspace,
  joinAgent,
  listAgents,
  setPassword,
} from '../../packages/server/src/people/index.ts'
import type { Account } from './parley.ts'

/** Fills an empty data folder with one agent and so many conversations, numbered from 1. */
export async function fillWithConversations(folder: string, count: number): Promise<Account> {
  const config = readConfig({ PARLEY_PORT: '0', PARLEY_DATA_DIR: folder }, folder)
  await using app = await createApp(config, { log: pino({ level: 'silent' }) })
  const { people } = app
  const { id: workspaceId } = await createWorkspace(people, 'Many')
  const channel = await app.channels.create(workspaceId, 'Website')
  const account = { email: 'ada@many.example', password: 'correct horse battery' }
  await joinAgent(people, {
    workspaceId,
    email: account.email,
    name: 'Ada',
    role: 'owner',
    locale: 'en',
  })
  for (const { id } of await listAgents(people, workspaceId)) {
    await setPassword(people, id, account.password)
  }
  const { contactId } = await createVisitor(people, {
    workspaceId,
    channelId: channel.id,
    locale: 'en',
    userAgent: '',
  })
  const ports = { ...app.conversations, limits: { openPerVisitorMax: count } }
  const firstAt = Date.now() - count * 1_000
  for (let first = 1; first <= count; first += 500) {
    const numbers = Array.from({ length: Math.min(500, count - first + 1) }, (_, n) => first + n)
    await Promise.all(
      numbers.map((number) =>
        start(
          { ...ports, now: () => firstAt + number * 1_000 },
          {
            workspaceId,
            channelId: channel.id,
            contactId,
            clientId: `conversation-${number}`,
            content: { kind: 'text', text: `conversation number ${number}` },
          },
        ),
      ),
    )
  }
  return account
}
