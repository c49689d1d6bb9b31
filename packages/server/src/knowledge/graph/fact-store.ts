import { Refusal } from '@parley/protocol'
import type { FactVersion } from '@parley/protocol/rest/graph'
import type { BulkImport } from '@parley/protocol/rest/knowledge'
import { type GuardedWrite, type Row, WriteConflict } from '../../platform/storage/index.ts'
import { type Fact, keyOf, type StoredFact, tidy } from '../facts.ts'
import type { KnowledgePorts } from '../ports.ts'
import type { Author, Source } from '../types.ts'
import { builtInId } from './built-in-intents.ts'

/** Facts of one workspace, all of which are kept in memory while it is asked: about 50 MB. */
const FACTS_MAX = 50_000
/** Rows of one statement; SQLite takes 32,766 values. */
const ROWS_AT_ONCE = 500

/** The facts in the storage, with their versions. */
export function createFactStore(ports: KnowledgePorts) {
  const { db } = ports.storage

  async function carryOut(workspaceId: string, writes: GuardedWrite[], sources: Source[]) {
    if (writes.length === 0) return
    try {
      await ports.storage.atomically(writes)
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error
      throw new Refusal('conflict', 'Somebody else has changed the graph. Load it again.')
    }
    ports.announce({ type: 'knowledge_changed', workspaceId, sources })
  }

  async function known(
    workspaceId: string,
    facts: readonly Fact[],
  ): Promise<Map<string, Row<'facts'>>> {
    const rows: Row<'facts'>[] = []
    for (const part of inParts(facts.map(keyOf))) {
      rows.push(
        ...(await db
          .selectFrom('facts')
          .selectAll()
          .where('workspaceId', '=', workspaceId)
          .where('key', 'in', part)
          .execute()),
      )
    }
    return new Map(rows.map((row) => [`${row.kind} ${row.key}`, row]))
  }

  async function find(workspaceId: string, factId: string): Promise<Row<'facts'>> {
    const row = await db
      .selectFrom('facts')
      .selectAll()
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', factId)
      .executeTakeFirst()
    if (row === undefined) throw new Refusal('not_found', 'There is no such fact.')
    return row
  }

  return {
    find: async (workspaceId: string, factId: string): Promise<StoredFact> =>
      fromRow(await find(workspaceId, factId)),

    /** All facts, in the order of their kinds and keys. */
    async all(workspaceId: string): Promise<StoredFact[]> {
      const facts: StoredFact[] = []
      let last = { kind: '', key: '' }
      for (;;) {
        const rows = await db
          .selectFrom('facts')
          .selectAll()
          .where('workspaceId', '=', workspaceId)
          .where(({ eb, refTuple, tuple }) =>
            eb(refTuple('kind', 'key'), '>', tuple(last.kind, last.key)),
          )
          .orderBy('kind')
          .orderBy('key')
          .limit(2_000)
          .execute()
        for (const row of rows) facts.push(fromRow(row))
        last = rows.at(-1) ?? last
        if (rows.length < 2_000) return facts
      }
    },

    /** Puts facts in, all or none: a known key's gets a version when it says something else. */
    async put(author: Author, facts: readonly Fact[]): Promise<BulkImport> {
      const { workspaceId, agentId } = author
      const now = ports.now()
      const stored = await known(workspaceId, facts)
      const fresh: Row<'facts'>[] = []
      const changed: { row: Row<'facts'>; before: number }[] = []
      for (const fact of facts.map(tidy)) {
        const key = keyOf(fact)
        const before = stored.get(`${fact.kind} ${key}`)
        const bodyJson = JSON.stringify(fact.body)
        if (before?.bodyJson === bodyJson) continue
        const row = {
          id: before?.id ?? ports.newId(),
          workspaceId,
          kind: fact.kind,
          key,
          version: (before?.version ?? 0) + 1,
          bodyJson,
          changedAt: now,
        }
        if (before === undefined) fresh.push(row)
        else changed.push({ row, before: before.version })
      }
      const { count } = await db
        .selectFrom('facts')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('workspaceId', '=', workspaceId)
        .executeTakeFirstOrThrow()
      if (count + fresh.length > FACTS_MAX) {
        throw new Refusal('conflict', `A workspace's graph holds ${FACTS_MAX} facts at most.`)
      }
      const touched = [...fresh, ...changed.map(({ row }) => row)]
      const versions = touched.map(({ id: factId, version, bodyJson, changedAt }) => {
        return { factId, version, workspaceId, bodyJson, agentId, changedAt }
      })
      const writes: GuardedWrite[] = [
        ...inParts(fresh).map((rows) => ({ query: db.insertInto('facts').values(rows) })),
        ...changed.map(({ row, before }) => ({
          query: db
            .updateTable('facts')
            .set(row)
            .where('id', '=', row.id)
            .where('version', '=', before),
          changes: 1,
        })),
        ...inParts(versions).map((rows) => ({ query: db.insertInto('factVersions').values(rows) })),
      ]
      const sources = [
        ...touched.map(({ id, version }) => ({ kind: 'fact' as const, id, version })),
        ...builtInSources(fresh, 0),
      ]
      await carryOut(workspaceId, writes, sources)
      const totals = { created: fresh.length, changed: changed.length }
      return { ...totals, unchanged: facts.length - touched.length }
    },

    /** Removes facts; their history stays. */
    async remove({ workspaceId, agentId }: Author, facts: readonly StoredFact[]): Promise<void> {
      const changedAt = ports.now()
      const writes = facts.flatMap(({ id, version }): GuardedWrite[] => [
        {
          query: db
            .deleteFrom('facts')
            .where('workspaceId', '=', workspaceId)
            .where('id', '=', id)
            .where('version', '=', version),
          changes: 1,
        },
        {
          query: db.insertInto('factVersions').values({
            factId: id,
            version: version + 1,
            workspaceId,
            bodyJson: '',
            agentId,
            changedAt,
          }),
        },
      ])
      const keyed = facts.map((fact) => ({ kind: fact.kind, key: keyOf(fact) }))
      const sources = [
        ...facts.map(({ id }) => ({ kind: 'fact' as const, id, version: 0 })),
        ...builtInSources(keyed, 1),
      ]
      await carryOut(workspaceId, writes, sources)
    },

    async versions(workspaceId: string, factId: string): Promise<FactVersion[]> {
      const rows = await db
        .selectFrom('factVersions')
        .selectAll()
        .where('workspaceId', '=', workspaceId)
        .where('factId', '=', factId)
        .orderBy('version', 'desc')
        .limit(200)
        .execute()
      if (rows.length === 0) throw new Refusal('not_found', 'There is no such fact.')
      return rows.map(({ version, bodyJson, agentId, changedAt }) => ({
        version,
        fact: bodyJson === '' ? null : JSON.parse(bodyJson),
        agentId,
        changedAt,
      }))
    },
  }
}

export type FactStore = ReturnType<typeof createFactStore>

/** The built-in intents that give way to a workspace's own (0), or stand again (1). */
function builtInSources(facts: readonly { kind: string; key: string }[], version: number) {
  return facts.flatMap(({ kind, key }): Source[] => {
    const id = kind === 'intent' ? builtInId(key) : undefined
    return id === undefined ? [] : [{ kind: 'fact', id, version }]
  })
}

function fromRow({ id, version, changedAt, kind, bodyJson }: Row<'facts'>): StoredFact {
  return { kind, body: JSON.parse(bodyJson), id, version, changedAt } as StoredFact
}

function inParts<Value>(values: readonly Value[]): Value[][] {
  const parts: Value[][] = []
  for (let at = 0; at < values.length; at += ROWS_AT_ONCE) {
    parts.push(values.slice(at, at + ROWS_AT_ONCE))
  }
  return parts
}
