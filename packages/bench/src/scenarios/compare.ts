import { temporaryFolder } from '../../../server/tests/_harness/temporary-folder.ts'
import { peers } from '../../peers/peers.ts'
import { type Turn, takeTurn } from '../../peers/turn.ts'
import { probeDiskSync } from '../load/disk-sync.ts'
import { type Figures, toMedians, toRatios } from '../report/comparison.ts'
import { toComparisonRows, toLines } from '../report/comparison-table.ts'
import { createHistogram, type Latency, toLatency } from '../report/latency.ts'
import { describeCost, describeMachine, type Report } from '../report/report.ts'
import type { Load, Result, Scenario } from './scenario.ts'

/** Of the two rates at which all are measured, the lower one is this part of `rate`. */
const LOW_SHARE = 1 / 6

/** The search does not pass this many times `rate`. */
const CEILING_FACTOR = 8

/** From the second round on, the search begins a little below what was found before. */
const KNOWN_SHARE = 0.8

/** Parley and others in turn, round after round, on the same machine and by the same driver. */
export const compare: Scenario = {
  about: 'Parley and others in turn: the most each carries, latency, processor time',
  defaults: { rate: 12_000, seconds: 3, warmUpSeconds: 1, visitors: 2_000, agents: 20 },
  async run(load, { rounds }) {
    const disk = await probeDisk()
    const turns = new Map<string, Turn[]>(Object.keys(peers).map((name) => [name, []]))
    for (let round = 1; round <= rounds; round += 1) await playRound(round, load, turns)
    return toResult(load, turns, disk)
  },
}

async function playRound(round: number, load: Load, turns: Map<string, Turn[]>): Promise<void> {
  const low = Math.ceil(load.rate * LOW_SHARE)
  for (const [name, before] of turns) {
    const known = medianFigures(before).most_per_s
    const turn = await takeTurn(peers[name] as (typeof peers)[string], {
      ...load,
      label: `round ${round}, ${name}`,
      rates: [low, load.rate],
      search: {
        from: Math.ceil(known * KNOWN_SHARE) || low,
        ceiling: load.rate * CEILING_FACTOR,
      },
    })
    before.push(turn)
    console.log(`  round ${round}: ${name} carried ${turn.figures.most_per_s} messages/s`)
  }
}

function toResult(load: Load, turns: Map<string, Turn[]>, disk: Latency): Result {
  const compared = [...turns].map(([name, rounds]) => [name, medianFigures(rounds)] as const)
  const ownTurns = turns.get('parley') as Turn[]
  const { last } = ownTurns.at(-1) as Turn
  const report: Report = {
    scenario: 'compare',
    // Of Parley's own last run at one of the rates, as in every report; all else is in `peers`.
    offered_per_s: last.offered,
    carried_per_s: last.carried,
    latency_ms: last.receiptMs,
    lost: last.tally.lost,
    doubled: last.tally.doubled,
    out_of_order: last.tally.outOfOrder,
    ...describeCost(last.measured),
    machine: describeMachine(disk),
    visitors: load.visitors,
    agents: load.agents,
    peers: compared.map(([name, figures]) => ({
      name,
      about: peers[name]?.about,
      ...figures,
      ratios: toRatios(medianFigures(ownTurns), figures),
      rounds: turns.get(name)?.map((turn) => turn.figures),
    })),
  }
  return { report, rows: [], table: toLines(toComparisonRows(compared)) }
}

const medianFigures = (turns: readonly Turn[]): Figures =>
  toMedians(turns.map(({ figures }) => figures))

async function probeDisk(): Promise<Latency> {
  await using folder = await temporaryFolder()
  const syncs = createHistogram()
  probeDiskSync(folder.path, syncs)
  return toLatency(syncs)
}
