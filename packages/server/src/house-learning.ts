import type { Storage } from './platform/storage/index.ts'
import {
  createLearning,
  createStudies,
  type Learning,
  type Routing,
  type RoutingPorts,
  type Studies,
  setRungs,
  todayOf,
} from './routing/index.ts'

interface House {
  storage: Storage
  /** Epoch milliseconds. */
  now: () => number
  newId: () => string
  /** It is there before anything is learnt. */
  routing: () => Pick<Routing, 'facts'>
  failed: (error: unknown, reference: string) => void
}

/** What routing learns from, and what can be tried before it is done. */
export interface HouseLearning extends Pick<RoutingPorts, 'observe' | 'opened'>, AsyncDisposable {
  learning: Learning
  studies: Studies
}

/** Learning and studies by the settings of this house's routing. */
export function houseLearning({ routing, ...house }: House): HouseLearning {
  const learning = createLearning({
    ...house,
    async timeZone(workspaceId) {
      const { settings } = await routing().facts.of(workspaceId)
      return settings.hours?.timeZone ?? 'UTC'
    },
  })
  const studies = createStudies({
    ...house,
    today: async (workspaceId) => todayOf(await routing().facts.of(workspaceId)),
  })
  return {
    learning,
    studies,
    observe: learning.observe,
    opened: ({ workspaceId, router }) =>
      learning.serve(workspaceId, (models) => setRungs(router.ladder, models)),
    async [Symbol.asyncDispose]() {
      await Promise.all([learning[Symbol.asyncDispose](), studies[Symbol.asyncDispose]()])
    },
  }
}
