import type { Rooms } from '../app.ts'
import { change, moveCursor, post, start } from '../conversations/index.ts'
import type { DemoShop } from '../http/index.ts'
import {
  createVisitor,
  createWorkspace,
  identifyContact,
  joinAgent,
  listAgents,
  listWorkspaces,
  newPassword,
  recordPageVisit,
  setPassword,
} from '../people/index.ts'
import { seedGolden, seedKnowledge } from './seed-knowledge.ts'
import { seedRouting } from './seed-routing.ts'
import { createSigning } from './signing.ts'
import {
  agents,
  assistant,
  assistantGreetings,
  type DemoConversation,
  demoConversations,
} from './story.ts'

/** An account to try the demo with. The password is a new one at every start. */
export interface DemoAccount {
  name: string
  email: string
  password: string
}

const WORKSPACE = '云栖茶舍 Cloudrest Tea'

/**
 * Fills an empty deployment with the demo workspace: agents, a channel, and conversations of the
 * last days. A deployment that has one gets new passwords only.
 */
export async function seedDemo(rooms: Rooms): Promise<{ shop: DemoShop; accounts: DemoAccount[] }> {
  const { people, channels } = rooms
  const [existing] = await listWorkspaces(people)
  const workspace = existing ?? (await createWorkspace(people, WORKSPACE))
  if (existing === undefined) await seed(rooms, workspace.id)
  const [channel] = await channels.list(workspace.id)
  if (channel === undefined) throw new Error('the demo workspace has lost its channel')
  const accounts: DemoAccount[] = []
  for (const { id, name, email } of await listAgents(people, workspace.id)) {
    if (!agents.some((agent) => agent.email === email)) continue
    const password = newPassword()
    await setPassword(people, id, password)
    accounts.push({ name, email, password })
  }
  const sign = await createSigning(rooms.signatures, workspace.id, channel.id)
  return { shop: { channelId: channel.id, sign }, accounts }
}

async function seed(rooms: Rooms, workspaceId: string): Promise<void> {
  const { people, channels, knowledge } = rooms
  await seedKnowledge(knowledge, { workspaceId, agentId: '' })
  for (const agent of agents) await joinAgent(people, { ...agent, workspaceId })
  const channel = await channels.create(workspaceId, 'Cloudrest shop')
  await channels.change(workspaceId, channel.id, {
    color: '#2f6f5e',
    texts: {
      'zh-CN': {
        title: '您好，欢迎来到云栖茶舍 🍵',
        greeting: '选茶、订单、配送，有问题尽管问我们。',
        awayGreeting: '茶师们休息了，请留言，明早第一时间回复您。',
      },
      en: {
        title: 'Welcome to Cloudrest 🍵',
        greeting: 'Ask us about teas, orders or delivery. We usually reply in minutes.',
        awayGreeting: 'Our tea masters are away. Leave a message and we will reply in the morning.',
      },
    },
  })
  const staff = await listAgents(people, workspaceId)
  await seedRouting(rooms.routing, workspaceId, staff)
  for (const story of demoConversations) {
    await tell(rooms, { workspaceId, channelId: channel.id, staff, story })
  }
  // Only now: what is told above was answered by people.
  const { texts } = rooms.assistant.readSettings(workspaceId)
  await rooms.assistant.changeSettings(workspaceId, {
    ...assistant,
    texts: {
      'zh-CN': { ...texts['zh-CN'], greeting: assistantGreetings['zh-CN'] },
      en: { ...texts.en, greeting: assistantGreetings.en },
    },
  })
  await seedGolden(rooms.assistant, workspaceId)
}

/** Plays one conversation through the rooms, at the times it is told to have happened. */
async function tell(
  rooms: Rooms,
  {
    workspaceId,
    channelId,
    staff,
    story,
  }: {
    workspaceId: string
    channelId: string
    staff: { id: string; email: string; name: string }[]
    story: DemoConversation
  },
): Promise<void> {
  let clock = Date.now() - story.minutesAgo * 60_000
  const people = { ...rooms.people, now: () => clock }
  const conversations = { ...rooms.conversations, now: () => clock }
  const { contactId } = await createVisitor(people, {
    workspaceId,
    channelId,
    locale: story.locale,
    userAgent: story.userAgent,
  })
  const { name, email, phone, attributes = {} } = story.contact
  await identifyContact(people, contactId, { name, email, phone, attributes })
  for (const page of story.pages) {
    await recordPageVisit(people, { workspaceId, contactId }, page)
    clock += 40_000
  }
  const [first, ...rest] = story.lines
  const { conversation } = await start(conversations, {
    workspaceId,
    channelId,
    contactId,
    clientId: 'demo-1',
    content: { kind: 'text', text: first.text },
  })
  const agent = staff.find((one) => one.email === story.agent)
  const by = { kind: 'agent', id: agent?.id ?? '', name: agent?.name ?? '' } as const
  const scope = { workspaceId }
  if (agent !== undefined) {
    clock += 30_000
    await change(conversations, scope, conversation.id, by, { type: 'take' })
  }
  for (const [index, line] of rest.entries()) {
    clock += 45_000
    await post(conversations, {
      scope,
      conversationId: conversation.id,
      clientId: `demo-${index + 2}`,
      author: line.from === 'contact' ? { kind: 'contact', id: contactId, name: '' } : by,
      content: { kind: line.from === 'note' ? 'note' : 'text', text: line.text },
    })
  }
  if (story.isRead) {
    const seen = { scope, conversationId: conversation.id, deliveredSeq: 999, readSeq: 999 }
    await moveCursor(conversations, { ...seen, side: 'agent' })
    await moveCursor(conversations, { ...seen, side: 'contact' })
  }
  if (story.isResolved) {
    clock += 60_000
    await change(conversations, scope, conversation.id, by, { type: 'resolve' })
  }
}
