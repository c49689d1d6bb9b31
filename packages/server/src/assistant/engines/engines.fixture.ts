import assert from 'node:assert/strict'
import { type Script, type StandIn, startStandIn } from '@parley/stand-ins'
import { createOutside } from '../../platform/outside/outside.ts'
import { createEngine, type GuardedEngine } from './engine.ts'
import {
  type Engine,
  EngineError,
  type EngineErrorKind,
  type EngineEvent,
  type EngineQuestion,
  type MakeName,
  parseEngineSetup,
  type SpendingBook,
  type Spent,
} from './index.ts'

export const KEY = 'secret-key-0123456789'

export const question: EngineQuestion = { text: '怎么退款？', userId: 'v1' }

const settings: Record<MakeName, object> = {
  coze: { botId: '7374724495711502387' },
  fastgpt: {},
  dify: { app: 'chat' },
  openai: { model: 'm', embeddingModel: 'e' },
  maxkb: {},
  ragflow: { chatId: 'k1' },
}

/** Every adapter that is tested; Dify has two. */
export const cases: { label: string; make: MakeName; settings?: object }[] = [
  { label: 'Coze', make: 'coze' },
  { label: 'FastGPT', make: 'fastgpt' },
  { label: 'Dify chat', make: 'dify' },
  { label: 'Dify workflow', make: 'dify', settings: { app: 'workflow' } },
  { label: 'OpenAI-compatible', make: 'openai' },
  { label: 'MaxKB', make: 'maxkb' },
  { label: 'RAGFlow', make: 'ragflow' },
]

export interface Given {
  make: MakeName
  script?: Script
  settings?: object | undefined
  limits?: object
  budget?: object
  price?: object
  book?: SpendingBook
  now?: () => number
  key?: string
  baseUrl?: string
}

export type Bench = { standIn: StandIn; engine: GuardedEngine } & AsyncDisposable

/** An engine with its stand-in, over real HTTP. */
export async function start(given: Given): Promise<Bench> {
  const standIn = await startStandIn(given.make, { key: KEY, script: given.script ?? {} })
  const outside = createOutside()
  const setup = parseEngineSetup({
    id: `e-${given.make}`,
    name: given.make,
    make: given.make,
    settings: {
      ...settings[given.make],
      baseUrl: given.baseUrl ?? standIn.baseUrl,
      ...given.settings,
    },
    limits: given.limits ?? {},
    budget: given.budget ?? {},
    price: given.price ?? {},
  })
  const engine = createEngine(setup, given.key ?? KEY, {
    fetch: outside.under({ reach: 'in_house' }),
    book: given.book ?? createMemoryBook(),
    now: given.now ?? Date.now,
  })
  return {
    standIn,
    engine,
    async [Symbol.asyncDispose]() {
      engine[Symbol.dispose]()
      await standIn[Symbol.asyncDispose]()
      await outside[Symbol.asyncDispose]()
    },
  }
}

export interface Heard {
  events: EngineEvent[]
  /** As the visitor has it in the end. */
  text: string
  error: unknown
}

/** Listens to the end, be it good or bad. */
export async function hear(
  engine: Engine,
  asked: EngineQuestion = question,
  signal: AbortSignal = new AbortController().signal,
): Promise<Heard> {
  const heard: Heard = { events: [], text: '', error: undefined }
  try {
    for await (const event of engine.ask(asked, signal)) {
      heard.events.push(event)
      if (event.type === 'replace') heard.text = event.text
      if (event.type === 'text') heard.text += event.text
    }
  } catch (error) {
    heard.error = error
  }
  return heard
}

export function of<Type extends EngineEvent['type']>(heard: Heard, type: Type) {
  return heard.events.filter(
    (event): event is Extract<EngineEvent, { type: Type }> => event.type === type,
  )
}

/** Fails unless the answer is whole. */
export function isWhole(heard: Heard): void {
  if (heard.error !== undefined) throw heard.error
  assert.equal(of(heard, 'done').length, 1)
  assert.equal(heard.events.at(-1)?.type, 'done')
}

/** Fails unless it failed in this way, without an end. */
export function failedAs(heard: Heard, ...kinds: EngineErrorKind[]): EngineError {
  assert.ok(heard.error instanceof EngineError, `${heard.error ?? 'no error'}`)
  assert.ok(kinds.includes(heard.error.kind), `${heard.error.kind}: ${heard.error.message}`)
  assert.equal(of(heard, 'done').length, 0)
  assert.ok(!heard.error.message.includes(KEY), 'the error holds the key')
  return heard.error
}

export function createMemoryBook(kept = new Map<string, Spent>()): SpendingBook {
  return {
    read: async (engineId, day) => kept.get(`${engineId} ${day}`),
    write: (engineId, day, spent) => {
      kept.set(`${engineId} ${day}`, spent)
    },
  }
}

/** Resolves once it holds; fails after thirty seconds, which only a fault takes. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
