import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createKnowledge } from '../../src/knowledge/knowledge.ts'
import type { KnowledgePorts } from '../../src/knowledge/ports.ts'
import type { KnowledgeEvent } from '../../src/knowledge/types.ts'
import { newId } from '../../src/platform/new-id.ts'
import { openSecrets } from '../../src/platform/secrets/secrets.ts'
import { createSqlitePassageIndex } from '../../src/platform/storage/sqlite/passage-index.ts'
import { openSqliteStorage } from '../../src/platform/storage/sqlite/storage.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A room over a real database, with what it announced and what failed in it. */
export async function openKnowledge(change: Partial<KnowledgePorts> = {}) {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder())
  const storage = opened.use(await openSqliteStorage({ file: join(folder.path, 'parley.db') }))
  const events: KnowledgeEvent[] = []
  const failures: unknown[] = []
  const clock = { now: Date.UTC(2026, 4, 5) }
  const ports: KnowledgePorts = {
    storage,
    index: createSqlitePassageIndex(storage.db),
    embedder: () => undefined,
    outside: () => fetch as never,
    secrets: openSecrets(join(folder.path, 'keys')),
    announce: (event) => events.push(event),
    failed: (error) => failures.push(error),
    now: () => clock.now,
    newId,
    ...change,
  }
  for (const id of ['w', 'other']) {
    const workspace = { id, name: id, isTypingPreviewOn: 1, createdAt: 1 }
    await storage.db.insertInto('workspaces').values(workspace).execute()
  }
  const room = opened.use(createKnowledge(ports))
  const closing = opened.move()
  return {
    room,
    ports,
    events,
    failures,
    clock,
    author: { workspaceId: 'w', agentId: 'a' },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

/** One of the files of the shop that the evaluation asks about. */
export function demoFile(name: string): Promise<Buffer> {
  return readFile(new URL(`../../evaluation/knowledge/${name}`, import.meta.url))
}
