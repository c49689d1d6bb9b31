import { Refusal } from '@parley/protocol'
import type {
  Engine,
  EngineChange,
  EngineList,
  EngineTestResult,
  NewEngine,
} from '@parley/protocol/rest/engines'
import type { OutsideFetch, OutsidePolicy } from '../../platform/outside/index.ts'
import type { Secrets } from '../../platform/secrets/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import {
  type BreakerState,
  createEngine,
  EngineError,
  type EngineObserver,
  type GuardedEngine,
  makes,
} from '../engines/index.ts'
import { changedSetup, fromRow, type KeptEngine, newSetup, policyOf, toRow } from './setups.ts'
import { createSpendingBook } from './spending.ts'

/** Engines of one workspace. */
const ENGINES_MAX = 20

/** How long an administrator's test may take, a cold start included. */
const TEST_MS_MAX = 120_000

export interface EngineChainPorts {
  storage: Storage
  outside: (policy: OutsidePolicy) => OutsideFetch
  secrets: Pick<Secrets, 'seal' | 'open'>
  /** The workspace's engines are others now. */
  changed: (workspaceId: string) => void
  observer?: EngineObserver
  failed: (error: unknown, reference: string) => void
  now: () => number
  newId: () => string
}

/** An engine that can be asked. */
export interface LiveEngine extends KeptEngine {
  guarded: GuardedEngine
  /** Why it cannot be asked; empty when it can. */
  problem: string
}

/**
 * The engines of all workspaces, each workspace's in the order in which they are asked. They are at
 * hand from the start, so a question waits for no set-up.
 */
export async function openEngineChain(ports: EngineChainPorts) {
  const { storage, outside, secrets, failed, now } = ports
  const { db } = storage
  const book = createSpendingBook(storage, failed)
  const chains = new Map<string, LiveEngine[]>()
  for (const row of await db.selectFrom('engines').selectAll().orderBy('place').execute()) {
    try {
      chainOf(row.workspaceId).push(revive(fromRow(row)))
    } catch (error) {
      // One that this release cannot read must not keep the house from opening.
      failed(error, `engine ${row.id}`)
    }
  }

  function chainOf(workspaceId: string): LiveEngine[] {
    const held = chains.get(workspaceId)
    if (held !== undefined) return held
    const chain: LiveEngine[] = []
    chains.set(workspaceId, chain)
    return chain
  }

  const engineOptions = (kept: KeptEngine) => ({
    fetch: outside(policyOf(kept)),
    book,
    now,
    ...(ports.observer === undefined ? {} : { observer: ports.observer }),
  })

  function revive(kept: KeptEngine): LiveEngine {
    let key = ''
    let problem = ''
    try {
      if (kept.sealedKey !== '') key = secrets.open(ownerOf(kept), kept.sealedKey)
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
    }
    const guarded = createEngine(kept.setup, key, engineOptions(kept))
    return { ...kept, guarded, problem }
  }

  function find(workspaceId: string, id: string): { chain: LiveEngine[]; at: number } {
    const chain = chainOf(workspaceId)
    const at = chain.findIndex((engine) => engine.id === id)
    if (at < 0) throw new Refusal('not_found', 'There is no such engine.')
    return { chain, at }
  }

  async function keep(kept: KeptEngine): Promise<void> {
    const { id, ...row } = toRow(kept)
    await db
      .insertInto('engines')
      .values({ id, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
  }

  function sealed(kept: Pick<KeptEngine, 'workspaceId' | 'id'>, key: string): string {
    return key === '' ? '' : secrets.seal(ownerOf(kept), key)
  }

  return {
    /** Those that are switched on and can be asked, in their order. Answers at once. */
    of: (workspaceId: string): readonly LiveEngine[] =>
      chainOf(workspaceId).filter(({ isOn, problem }) => isOn && problem === ''),

    /** Just these, in this order, whether they are switched on or not: to be tried. */
    pick: (workspaceId: string, ids: readonly string[]): readonly LiveEngine[] =>
      ids.flatMap((id) => {
        const engine = chainOf(workspaceId).find((one) => one.id === id)
        return engine === undefined || engine.problem !== '' ? [] : engine
      }),

    /** Where each engine of all workspaces stands that is switched on, for the metrics. */
    breakers: (): BreakerState[] =>
      [...chains.values()]
        .flat()
        .filter(({ isOn }) => isOn)
        .map(({ guarded }) => guarded.state().breaker),

    list(workspaceId: string): EngineList {
      return {
        engines: chainOf(workspaceId).map(toView),
        makes: Object.entries(makes).map(([make, { label, settings, ...rest }]) => ({
          make,
          label,
          settings,
          canEmbed: 'embed' in rest && rest.embed !== undefined,
        })),
      }
    },

    /** @throws {Refusal} `bad_input` naming the field, `conflict` when there are too many. */
    async add(workspaceId: string, { key = '', ...asked }: NewEngine): Promise<Engine> {
      const chain = chainOf(workspaceId)
      if (chain.length >= ENGINES_MAX) {
        throw new Refusal('conflict', `There are ${ENGINES_MAX} engines, the most allowed.`)
      }
      const id = ports.newId()
      const place = Math.max(-1, ...chain.map((engine) => engine.place)) + 1
      const sealedKey = sealed({ workspaceId, id }, key)
      const kept = { id, workspaceId, place, ...newSetup(id, asked), sealedKey, version: 1 }
      await keep(kept)
      const live = revive(kept)
      chain.push(live)
      ports.changed(workspaceId)
      return toView(live)
    },

    /** @throws {Refusal} `not_found`, `bad_input` naming the field. */
    async change(
      workspaceId: string,
      engineId: string,
      { key, ...change }: EngineChange,
    ): Promise<Engine> {
      const { chain, at } = find(workspaceId, engineId)
      const { guarded, problem: _, ...before } = chain[at] as LiveEngine
      const kept = {
        ...before,
        ...changedSetup(before, change),
        sealedKey: key === undefined ? before.sealedKey : sealed(before, key),
        version: before.version + 1,
      }
      await keep(kept)
      const live = revive(kept)
      chain[chain.findIndex(({ id }) => id === engineId)] = live
      guarded[Symbol.dispose]()
      ports.changed(workspaceId)
      return toView(live)
    },

    /** @throws {Refusal} `not_found` */
    async remove(workspaceId: string, engineId: string): Promise<void> {
      find(workspaceId, engineId)
      await db
        .deleteFrom('engines')
        .where('id', '=', engineId)
        .where('workspaceId', '=', workspaceId)
        .execute()
      const { chain, at } = find(workspaceId, engineId)
      for (const { guarded } of chain.splice(at, 1)) guarded[Symbol.dispose]()
      ports.changed(workspaceId)
    },

    /** @throws {Refusal} `bad_input` unless each engine is named once. */
    async order(workspaceId: string, ids: readonly string[]): Promise<EngineList> {
      const chain = chainOf(workspaceId)
      if (ids.length !== chain.length || !chain.every(({ id }) => ids.includes(id))) {
        throw new Refusal('bad_input', 'Name each of the workspace’s engines once.')
      }
      await storage.atomically(
        ids.map((id, place) => ({
          query: db
            .updateTable('engines')
            .set({ place })
            .where('id', '=', id)
            .where('workspaceId', '=', workspaceId),
        })),
      )
      for (const engine of chain) engine.place = ids.indexOf(engine.id)
      chain.sort((one, other) => one.place - other.place)
      ports.changed(workspaceId)
      return this.list(workspaceId)
    },

    /** Says hello to it, whatever its breaker says. @throws {Refusal} `not_found` */
    async test(workspaceId: string, engineId: string): Promise<EngineTestResult> {
      const { chain, at } = find(workspaceId, engineId)
      const { guarded, problem } = chain[at] as LiveEngine
      if (problem !== '') {
        return { works: false, text: problem, error: 'bad_config', firstTextMs: 0, totalMs: 0 }
      }
      const result = await guarded.test(AbortSignal.timeout(TEST_MS_MAX))
      if (result.works) return { ...result, error: '' }
      const { error, totalMs } = result
      const kind = error instanceof EngineError ? error.kind : 'timed_out'
      return { works: false, text: error.message, error: kind, firstTextMs: 0, totalMs }
    },

    async [Symbol.asyncDispose](): Promise<void> {
      for (const { guarded } of [...chains.values()].flat()) guarded[Symbol.dispose]()
      await book[Symbol.asyncDispose]()
    },
  }
}

export type EngineChain = Awaited<ReturnType<typeof openEngineChain>>

function ownerOf({ workspaceId, id }: Pick<KeptEngine, 'workspaceId' | 'id'>) {
  return { workspaceId, purpose: `engine ${id}` }
}

function toView({ id, isOn, setup, rules, sealedKey, problem, guarded }: LiveEngine): Engine {
  const { probesAt, firstTextP50Ms, firstTextP90Ms, lastFailures, ...state } = guarded.state()
  return {
    id,
    isOn,
    make: setup.make,
    name: setup.name,
    settings: setup.settings,
    limits: setup.limits,
    budget: setup.budget as Record<string, number>,
    price: setup.price,
    ...rules,
    hasKey: sealedKey !== '',
    problem,
    state: {
      ...state,
      probesAt: probesAt ?? null,
      firstTextP50Ms: firstTextP50Ms ?? null,
      firstTextP90Ms: firstTextP90Ms ?? null,
      lastFailures: [...lastFailures],
    },
  }
}
