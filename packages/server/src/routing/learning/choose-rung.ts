import type { RoutingModelState } from '@parley/protocol/rest/routing-model'
import type { Table, TreeModels } from '../prediction/index.ts'
import type { Kept } from './kept.ts'
import type { LiveModels } from './ports.ts'

/** All models that a workspace has. */
export interface OwnedModels {
  table: Table | undefined
  trees: TreeModels | undefined
  external: TreeModels | undefined
}

type Live = RoutingModelState['live']

const ORDER = ['least-busy', 'table', 'trees', 'external'] as const

/** Which rung is live, and why: the highest that was learnt, is allowed and is there. */
export function chooseRung(
  {
    settings,
    learned,
    hasExternalDrifted,
  }: Pick<Kept, 'settings' | 'learned' | 'hasExternalDrifted'>,
  models: OwnedModels,
): Pick<Live, 'rung' | 'because' | 'version' | 'trainedAt'> & { models: LiveModels } {
  const { table, trees, external } = models
  if (settings.highestRung === 'external' && external !== undefined && !hasExternalDrifted) {
    return { ...told('external', 'chosen', external), models: { table, trees: external } }
  }
  const isLimited = ORDER.indexOf(settings.highestRung) < ORDER.indexOf(learned.rung)
  const wanted = isLimited ? settings.highestRung : learned.rung
  const isDrifted = settings.highestRung === 'external' && hasExternalDrifted
  const because = isLimited ? 'chosen' : isDrifted ? 'drifted' : learned.because
  if (wanted === 'trees' && trees !== undefined && table !== undefined) {
    return { ...told('trees', because, trees), models: { table, trees } }
  }
  if ((wanted === 'trees' || wanted === 'table') && table !== undefined) {
    const why = wanted === 'trees' ? 'failed' : because
    return { ...told('table', why, table), models: { table, trees: undefined } }
  }
  return {
    ...told('least-busy', wanted === 'least-busy' ? because : 'failed', undefined),
    models: { table: undefined, trees: undefined },
  }
}

function told(
  rung: Live['rung'],
  because: Live['because'],
  model: { version: string; trainedAt: number } | undefined,
) {
  return { rung, because, version: model?.version ?? '', trainedAt: model?.trainedAt ?? 0 }
}

/** The rung below one that drifted. */
export function stepBack(live: Live['rung'], kept: Kept): Kept {
  if (live === 'external') return { ...kept, hasExternalDrifted: true }
  const rung = live === 'trees' ? 'table' : 'least-busy'
  return { ...kept, learned: { rung, because: 'drifted' } }
}
