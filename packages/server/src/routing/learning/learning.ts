import { Refusal } from '@parley/protocol'
import type {
  RoutingModelChange,
  RoutingModelState,
  RoutingTarget,
  RoutingTraining,
} from '@parley/protocol/rest/routing-model'
import { checkContract, ModelError, readModel } from '../model/index.ts'
import { FEATURES } from '../prediction/index.ts'
import type { Outcome } from '../types.ts'
import { chooseRung, type OwnedModels, stepBack } from './choose-rung.ts'
import { createDriftWatch, type DriftWatch } from './drift.ts'
import { type Kept, newKept, readKept, writeKept } from './kept.ts'
import { createModelStore } from './model-store.ts'
import { nextNight } from './nightly.ts'
import type { LearningPorts, LiveModels } from './ports.ts'
import { learnedFrom, type Running, runTraining } from './run-training.ts'
import { describeState } from './state.ts'

const TARGETS: readonly RoutingTarget[] = ['first_reply', 'handle']
/** A timer waits no longer than this in Node; what is due later is looked at again. */
const TIMER_MS_MAX = 2 ** 31 - 1

/** One workspace's learning, as it is held in memory. */
interface Held {
  kept: Kept
  models: OwnedModels
  watches: Record<RoutingTarget, DriftWatch>
  running: (Running & { cancel: AbortController }) | undefined
  nightAt: number
}

/** The models of all workspaces: learnt at night or when asked, judged, watched, kept. */
export interface Learning extends AsyncDisposable {
  /**
   * Has `use` put onto a ladder what is live, as soon as it is read and whenever it changes. From
   * now on the workspace learns at night.
   */
  serve(workspaceId: string, use: (models: LiveModels) => void): void
  /** What became of an assignment that this version predicted ('' for none). Never waits. */
  observe(workspaceId: string, outcome: Outcome, modelVersion: string): void
  state(workspaceId: string): Promise<RoutingModelState>
  /** @throws {Refusal} `bad_input` when `external` is wanted and none was brought. */
  change(workspaceId: string, change: RoutingModelChange): Promise<RoutingModelState>
  /** Starts a training and does not wait for it; one that runs already goes on. */
  train(workspaceId: string, cause?: RoutingTraining['cause']): Promise<RoutingModelState>
  /** Ends the training that runs. */
  cancel(workspaceId: string): Promise<RoutingModelState>
  /** Takes a model that XGBoost saved. @throws {Refusal} `bad_input` that names what is wrong. */
  bring(workspaceId: string, target: RoutingTarget, file: Uint8Array): Promise<RoutingModelState>
  dropExternal(workspaceId: string): Promise<RoutingModelState>
}

export function createLearning(ports: LearningPorts): Learning {
  const { storage, now, failed } = ports
  const store = createModelStore(storage)
  const workspaces = new Map<string, Promise<Held>>()
  const nights = new Map<string, NodeJS.Timeout>()
  const uses = new Map<string, (models: LiveModels) => void>()
  const work = new Set<Promise<unknown>>()
  /** Trainings take turns: two at once would take the processor from those who are served. */
  let turns: Promise<unknown> = Promise.resolve()
  let isClosed = false

  function hold(workspaceId: string): Promise<Held> {
    let held = workspaces.get(workspaceId)
    if (held === undefined) {
      held = open(workspaceId)
      workspaces.set(workspaceId, held)
      held.catch(() => workspaces.delete(workspaceId))
    }
    return held
  }

  async function open(workspaceId: string): Promise<Held> {
    const held: Held = {
      kept: (await readKept(storage, workspaceId)) ?? newKept(now()),
      models: {
        table: await orNone(store.readTable(workspaceId)),
        trees: await orNone(store.readTrees(workspaceId)),
        external: await orNone(store.readExternal(workspaceId)),
      },
      watches: newWatches(),
      running: undefined,
      nightAt: 0,
    }
    settle(held)
    await planNight(workspaceId, held)
    return held
  }

  /** A model that cannot be read does not keep anybody from being served. */
  async function orNone<T>(reading: Promise<T | undefined>): Promise<T | undefined> {
    return reading.catch((error) => {
      failed(error, 'routing models')
      return undefined
    })
  }

  /** Brings what is live in line with what is kept; tells whether it is another model. */
  function settle(held: Held): LiveModels {
    const { models, ...live } = chooseRung(held.kept, held.models)
    const was = held.kept.live
    const isOther = was.rung !== live.rung || was.version !== live.version
    held.kept.live = { ...live, since: isOther ? now() : was.since }
    if (isOther) held.watches = newWatches()
    return models
  }

  async function changed(workspaceId: string, held: Held): Promise<void> {
    const models = settle(held)
    uses.get(workspaceId)?.(models)
    await writeKept(storage, workspaceId, held.kept)
  }

  async function planNight(workspaceId: string, held: Held): Promise<void> {
    const { trainsNightly, nightlyHour } = held.kept.settings
    clearTimeout(nights.get(workspaceId))
    held.nightAt = 0
    if (!trainsNightly || isClosed) return
    const zone = await ports.timeZone(workspaceId)
    held.nightAt = nextNight(now(), nightlyHour, zone)
    const timer = setTimeout(
      () => {
        inBackground(night(workspaceId, held))
      },
      Math.min(TIMER_MS_MAX, Math.max(0, held.nightAt - now())),
    )
    nights.set(workspaceId, timer.unref())
  }

  async function night(workspaceId: string, held: Held): Promise<void> {
    const isDue = now() >= held.nightAt
    await planNight(workspaceId, held)
    if (isDue && held.running === undefined) await start(workspaceId, held, 'nightly')
  }

  function start(workspaceId: string, held: Held, cause: RoutingTraining['cause']): Promise<void> {
    const cancel = new AbortController()
    held.running = { startedAt: now(), step: 'reading', progress: 0, cancel }
    const turn = turns.then(async () => {
      const { training, learned } = await runTraining(
        ports,
        workspaceId,
        cause,
        cancel.signal,
        (step) => {
          held.running = { ...step, cancel }
        },
      )
      if (learned?.table !== undefined) {
        await store.writeTable(workspaceId, learned.table)
        held.models.table = learned.table
      }
      if (learned?.trees !== undefined) {
        await store.writeTrees(workspaceId, learned.trees)
        held.models.trees = learned.trees
      }
      held.kept = learnedFrom(held.kept, training, learned)
      await changed(workspaceId, held)
    })
    const ended = turn.finally(() => {
      held.running = undefined
    })
    turns = ended.catch(() => undefined)
    return ended
  }

  function inBackground(task: Promise<unknown>): void {
    const settled = task.catch((error) => failed(error, 'routing learning'))
    work.add(settled)
    settled.finally(() => work.delete(settled)).catch(() => undefined)
  }

  async function state(workspaceId: string): Promise<RoutingModelState> {
    const { kept, models, watches, running, nightAt } = await hold(workspaceId)
    return describeState(storage, workspaceId, { kept, models, watches, running, nightAt })
  }

  return {
    serve(workspaceId, use) {
      uses.set(workspaceId, use)
      inBackground(hold(workspaceId).then((held) => use(settle(held))))
    },

    observe(workspaceId, outcome, modelVersion) {
      if (modelVersion === '') return
      inBackground(
        hold(workspaceId).then(async (held) => {
          const { live } = held.kept
          if (modelVersion !== live.version) return
          const drifted = {
            first_reply: held.watches.first_reply.observe({
              predictedMs: outcome.predictedFirstReplyMs,
              ms: outcome.firstReplyMs,
              isCensored: outcome.isFirstReplyCensored,
            }),
            handle: held.watches.handle.observe({
              predictedMs: outcome.predictedHandleMs,
              ms: outcome.handleMs,
              isCensored: outcome.isHandleCensored,
            }),
          }
          if (!drifted.first_reply && !drifted.handle) return
          held.kept = stepBack(live.rung, held.kept)
          await changed(workspaceId, held)
        }),
      )
    },

    state,

    async change(workspaceId, change) {
      const held = await hold(workspaceId)
      if (change.highestRung === 'external' && held.models.external === undefined) {
        throw new Refusal('bad_input', 'Bring both models first: first_reply and handle.')
      }
      held.kept.settings = { ...held.kept.settings, ...change }
      if (change.highestRung !== undefined) held.kept.hasExternalDrifted = false
      await changed(workspaceId, held)
      await planNight(workspaceId, held)
      return state(workspaceId)
    },

    async train(workspaceId, cause = 'asked') {
      const held = await hold(workspaceId)
      if (held.running === undefined) inBackground(start(workspaceId, held, cause))
      return state(workspaceId)
    },

    async cancel(workspaceId) {
      const held = await hold(workspaceId)
      held.running?.cancel.abort()
      return state(workspaceId)
    },

    async bring(workspaceId, target, file) {
      try {
        checkContract(readModel(file), { names: FEATURES })
      } catch (error) {
        if (!(error instanceof ModelError)) throw error
        throw new Refusal('bad_input', error.message)
      }
      const held = await hold(workspaceId)
      const at = now()
      const version = `external-${at}`
      await store.write(workspaceId, `external_${target}`, {
        version,
        trainedAt: at,
        content: file,
      })
      held.models.external = await store.readExternal(workspaceId)
      held.kept.hasExternalDrifted = false
      await changed(workspaceId, held)
      return state(workspaceId)
    },

    async dropExternal(workspaceId) {
      const held = await hold(workspaceId)
      await store.dropExternal(workspaceId)
      held.models.external = undefined
      if (held.kept.settings.highestRung === 'external') held.kept.settings.highestRung = 'trees'
      await changed(workspaceId, held)
      return state(workspaceId)
    },

    async [Symbol.asyncDispose]() {
      isClosed = true
      for (const timer of nights.values()) clearTimeout(timer)
      for (const opening of workspaces.values()) {
        const held = await opening.catch(() => undefined)
        held?.running?.cancel.abort()
      }
      await Promise.all(work)
    },
  }
}

function newWatches(): Record<RoutingTarget, DriftWatch> {
  const [firstReply, handle] = TARGETS.map(() => createDriftWatch()) as [DriftWatch, DriftWatch]
  return { first_reply: firstReply, handle }
}
