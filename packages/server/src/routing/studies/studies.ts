import { Refusal } from '@parley/protocol'
import type { RoutingStudy, StudyRequest } from '@parley/protocol/rest/routing-studies'
import { TooLittleHistory, type WhatIf } from '../simulator/index.ts'
import type { StudyPorts } from './ports.ts'
import { readHistory, TooMuchHistory } from './read-history.ts'
import { createStudyStore } from './study-store.ts'
import { whatIfInWorker } from './what-if-in-worker.ts'

/** At once, by workspace: each takes a thread. The deployment runs one after the other. */
const RUNNING_MAX = 3
const STUDY_MS_MAX = 10 * 60_000

interface Running {
  workspaceId: string
  study: RoutingStudy
  cancel: AbortController
  isForgotten: boolean
}

/** What a change of policy or staffing would do, tried on a deployment's own days. */
export interface Studies extends AsyncDisposable {
  /** Newest first. */
  list(workspaceId: string): Promise<RoutingStudy[]>
  /** @throws {Refusal} `not_found` */
  find(workspaceId: string, id: string): Promise<RoutingStudy>
  /** Starts one and does not wait for it. @throws {Refusal} `conflict` while three run. */
  start(workspaceId: string, request: StudyRequest): RoutingStudy
  /** Ends it when it runs, and forgets it. @throws {Refusal} `not_found` */
  remove(workspaceId: string, id: string): Promise<void>
}

export function createStudies(ports: StudyPorts): Studies {
  const store = createStudyStore(ports.storage)
  const running = new Map<string, Running>()
  const work = new Set<Promise<void>>()
  let turns: Promise<void> = Promise.resolve()

  const own = (workspaceId: string) =>
    [...running.values()].filter((one) => one.workspaceId === workspaceId)

  async function prepare({ workspaceId, study }: Running, signal: AbortSignal): Promise<WhatIf> {
    const { source, days, changes, withAllPolicies } = study.request
    const { settings, slaFirstReplyMs, timeZone, capacities } = await ports.today(workspaceId)
    const window = { now: ports.now(), days, capacities }
    return {
      history:
        source === 'example'
          ? undefined
          : await readHistory(ports.storage, workspaceId, window, signal),
      days,
      today: settings,
      changes,
      withAllPolicies,
      slaFirstReplyMs,
      timeZone,
    }
  }

  async function run(one: Running): Promise<void> {
    const limit = AbortSignal.timeout(STUDY_MS_MAX)
    const signal = AbortSignal.any([one.cancel.signal, limit])
    let outcome: Partial<RoutingStudy>
    try {
      const asked = await prepare(one, signal)
      const result = await whatIfInWorker(asked, signal, (progress) => {
        one.study = { ...one.study, progress }
      })
      outcome = { status: 'done', progress: 1, result }
    } catch (error) {
      const isCancelled = one.cancel.signal.aborted
      const problem = isCancelled ? '' : problemOf(error, limit.aborted)
      if (problem === 'error') ports.failed(error, 'routing study')
      outcome = { status: isCancelled ? 'cancelled' : 'failed', problem }
    }
    // It runs until its outcome stands, so that whoever is told of that finds it, and may remove it.
    const { workspaceId, study } = one
    if (!one.isForgotten) {
      await store.write(workspaceId, { ...study, ...outcome, endedAt: ports.now() })
    }
    if (one.isForgotten) await store.remove(workspaceId, study.id)
    running.delete(study.id)
  }

  return {
    async list(workspaceId) {
      const open = own(workspaceId)
      const ids = new Set(open.map(({ study }) => study.id))
      const over = await store.list(workspaceId)
      return [
        ...open.flatMap(({ study, isForgotten }) => (isForgotten ? [] : study)).toReversed(),
        ...over.filter(({ id }) => !ids.has(id)),
      ]
    },

    async find(workspaceId, id) {
      const open = running.get(id)
      if (open?.workspaceId === workspaceId && !open.isForgotten) return open.study
      const study = open === undefined ? await store.find(workspaceId, id) : undefined
      if (study === undefined) throw new Refusal('not_found', 'There is no such study.')
      return study
    },

    start(workspaceId, request) {
      if (own(workspaceId).length >= RUNNING_MAX) {
        throw new Refusal('conflict', `${RUNNING_MAX} studies run already. Wait, or end one.`)
      }
      const study: RoutingStudy = {
        id: ports.newId(),
        startedAt: ports.now(),
        endedAt: 0,
        request,
        status: 'running',
        progress: 0,
        problem: '',
        result: null,
      }
      const cancel = new AbortController()
      const one: Running = { workspaceId, study, cancel, isForgotten: false }
      running.set(study.id, one)
      turns = turns
        .then(() => run(one))
        .catch((error) => {
          running.delete(study.id)
          ports.failed(error, 'routing study')
        })
      const turn = turns
      work.add(turn)
      turn.finally(() => work.delete(turn)).catch(() => undefined)
      return study
    },

    async remove(workspaceId, id) {
      const open = running.get(id)
      if (open?.workspaceId === workspaceId) {
        open.isForgotten = true
        open.cancel.abort()
        return
      }
      if (!(await store.remove(workspaceId, id))) {
        throw new Refusal('not_found', 'There is no such study.')
      }
    },

    async [Symbol.asyncDispose]() {
      for (const { cancel } of running.values()) cancel.abort()
      await Promise.all(work)
    },
  }
}

function problemOf(error: unknown, isTooLong: boolean): string {
  if (error instanceof TooLittleHistory) return 'too_little_history'
  if (error instanceof TooMuchHistory || isTooLong) return 'too_long'
  return 'error'
}
