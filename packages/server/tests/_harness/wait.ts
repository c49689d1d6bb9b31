import type { Connection, ConnectionStatus, Welcome } from '@parley/client'
import type { ServerBody, ServerBodyOf } from '@parley/protocol'

/** Waits until `read` gives something; fails after thirty seconds, which only a fault takes. */
export async function until<Value>(
  what: string,
  read: () => Value | undefined | false | Promise<Value | undefined | false>,
): Promise<Value> {
  const deadline = performance.now() + 30_000
  for (;;) {
    const value = await read()
    if (value !== undefined && value !== false) return value
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export async function welcome(connection: Connection): Promise<Welcome> {
  await until('the connection is online', () => connection.status.state === 'online')
  return connection.welcome as Welcome
}

export function stopped(
  connection: Connection,
): Promise<Extract<ConnectionStatus, { state: 'stopped' }>> {
  return until('the connection has stopped', () => {
    const { status } = connection
    return status.state === 'stopped' && status
  })
}

/** Collects the pushes of one kind from now on. */
export function pushes<Case extends ServerBody['$case']>(
  connection: Connection,
  kind: Case,
): ServerBodyOf<Case>[] {
  const collected: ServerBodyOf<Case>[] = []
  connection.subscribe((event) => {
    if (event.type === 'pushed' && event.body.$case === kind) {
      collected.push(event.body.value as ServerBodyOf<Case>)
    }
  })
  return collected
}
