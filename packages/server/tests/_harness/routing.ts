import assert from 'node:assert/strict'
import type { Connection } from '@parley/client'
import { startServer, type TestServer } from './server.ts'
import { until, welcome } from './wait.ts'

/** Quicker than people would choose, and with no other reason to move than what a test does. */
const quick = { graceMs: 250, offerMs: 400, noReplyMs: 0, capacityDefault: 1 }

/** A signed-in agent at a console. */
export interface Colleague {
  id: string
  cookie: string
  connection: Connection
}

/** A server whose workspace routes. */
export async function startRouting(change: Record<string, unknown> = {}): Promise<TestServer> {
  const server = await startServer({ PARLEY_ROUTING_POLICY: 'predicted' })
  await server.app.routing.changeSettings(server.workspaceId, { ...quick, ...change })
  return server
}

/** Makes an agent and signs in. */
export async function hire(server: TestServer, name: string, role?: 'supervisor' | 'admin') {
  const email = await server.addAgent(name, role)
  const cookie = await server.signIn(email)
  await server.app.routing.agentChanged(server.workspaceId)
  return { email, cookie }
}

/** An agent who is there. */
export async function come(server: TestServer, name: string): Promise<Colleague> {
  const { cookie } = await hire(server, name)
  const connection = server.agent(cookie)
  const { who } = await welcome(connection)
  assert.ok(who?.$case === 'agent')
  return { id: who.value.agentId, cookie, connection }
}

/** A visitor who has asked something; the conversation's id. */
export async function ask(server: TestServer): Promise<{ visitor: Connection; id: string }> {
  const visitor = server.visitor()
  const { conversation } = await visitor.request(
    { $case: 'startConversation', value: { clientId: 'first', text: { text: 'Hello?' } } },
    'conversationStarted',
  )
  return { visitor, id: conversation?.id ?? '' }
}

/** How a conversation stands in storage. */
export async function stands(server: TestServer, id: string) {
  const { workspaceId } = server
  const conversation = await server.app.conversations.log.find({ workspaceId }, id)
  assert.ok(conversation !== undefined)
  return conversation.state
}

/** Waits until somebody has it, and tells who. */
export function holder(server: TestServer, id: string, except = ''): Promise<string> {
  return until('somebody has it', async () => {
    const state = await stands(server, id)
    return state.status === 'open' && state.agentId !== except && state.agentId
  })
}
