import type { RoutingModelState, RoutingTarget } from '@parley/protocol/rest/routing-model'
import type { Storage } from '../../platform/storage/index.ts'
import { hashContract, importanceOf, type Model } from '../model/index.ts'
import { FEATURES } from '../prediction/index.ts'
import { chooseRung, type OwnedModels } from './choose-rung.ts'
import { type DriftWatch, RATIO_MAX } from './drift.ts'
import type { Kept } from './kept.ts'
import { coverageOf } from './promises.ts'
import type { Running } from './run-training.ts'

/** Features that are told, the most important first. */
const FEATURES_TOLD = 10

interface Known {
  kept: Kept
  models: OwnedModels
  watches: Record<RoutingTarget, DriftWatch>
  running: Running | undefined
  nightAt: number
}

/** Everything that an administrator sees of a workspace's models. */
export async function describeState(
  storage: Storage,
  workspaceId: string,
  { kept, models, watches, running, nightAt }: Known,
): Promise<RoutingModelState> {
  const { trees } = chooseRung(kept, models).models
  return {
    live: kept.live,
    settings: kept.settings,
    training:
      (running && {
        startedAt: running.startedAt,
        step: running.step,
        progress: running.progress,
      }) ||
      null,
    nextTrainingAt: nightAt,
    trainings: kept.trainings,
    calibration: (['first_reply', 'handle'] as const).map((target) => ({
      target,
      ...watches[target].read(),
      ratioMax: RATIO_MAX,
    })),
    promises: await coverageOf(storage, workspaceId),
    importance:
      trees === undefined
        ? []
        : [...toldOf('first_reply', trees.firstReply), ...toldOf('handle', trees.handle)],
    spread: kept.spread,
    external:
      models.external === undefined
        ? null
        : {
            targets: [
              describe('first_reply', models.external.firstReply),
              describe('handle', models.external.handle),
            ],
            broughtAt: models.external.trainedAt,
          },
    contract: { features: [...FEATURES], hash: hashContract({ names: FEATURES }) },
  }
}

function toldOf(target: RoutingTarget, model: Model): RoutingModelState['importance'] {
  return importanceOf(model)
    .filter(({ share }) => share > 0)
    .slice(0, FEATURES_TOLD)
    .map(({ name, share }) => ({ target, feature: name, share }))
}

function describe(target: RoutingTarget, { objective, forest }: Model) {
  return { target, objective, trees: forest.roots.length }
}
