import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { StudyChange } from '@parley/protocol/rest/routing-studies'
import { Value } from 'typebox/value'
import {
  alike,
  goalsOf,
  goalsTable,
  middle,
  study,
  toPage,
  toTable,
} from '../routing/simulator/index.ts'
import { replayFolder, replayTable } from './simulate-replay.ts'

const number = { type: 'string' } as const
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    days: { type: 'string', default: '3' },
    history: { type: 'string', default: '8' },
    out: { type: 'string', default: 'simulation' },
    // The replay of a deployment's own days, instead.
    data: { type: 'string' },
    workspace: { type: 'string' },
    policy: { type: 'string' },
    window: number,
    'more-agents': number,
    'more-capacity': number,
    arrivals: number,
  },
})

mkdirSync(values.out, { recursive: true })
if (values.data === undefined) judge()
else await replay(values.data)

/** The last days of a data folder under every policy, and with what the options change. */
async function replay(dataDir: string): Promise<void> {
  const given = (name: 'window' | 'more-agents' | 'more-capacity' | 'arrivals') =>
    values[name] === undefined ? undefined : Number(values[name])
  const change = Value.Parse(
    StudyChange,
    JSON.parse(
      JSON.stringify({
        name: 'the change',
        policy: values.policy,
        windowSize: given('window'),
        moreAgents: given('more-agents'),
        moreCapacity: given('more-capacity'),
        arrivals: given('arrivals'),
      }),
    ),
  )
  const days = Number(values.days)
  const result = await replayFolder({ dataDir, workspaceId: values.workspace, days, change })
  console.log(replayTable(result))
  const file = join(values.out, 'replay.json')
  writeFileSync(file, JSON.stringify(result, undefined, 2))
  console.log(`\nWritten to ${file}`)
}

/** Every policy in the assumed deployment, against the goals. */
function judge(): void {
  const count = Number(values.seeds)
  const options = {
    // Seeds 1 to 40 have been looked at while this was built; these judge.
    seeds: Array.from({ length: count }, (_, index) => 41 + index),
    days: Number(values.days),
    historyDays: Number(values.history),
    onProgress: (text: string) => console.error(text),
  }
  const main = study({ scenario: middle, ...options })
  console.log(`Agents who differ\n${toTable(main)}\n`)
  const control = study({ scenario: alike, ...options, seeds: options.seeds.slice(0, 3) })
  console.log(`Alike agents, the control\n${toTable(control)}\n`)
  const goals = goalsOf(main, control)
  console.log(goalsTable(goals))
  writeFileSync(
    join(values.out, 'report.json'),
    JSON.stringify({ goals, main, control }, undefined, 2),
  )
  writeFileSync(
    join(values.out, 'report.html'),
    toPage(
      [
        { title: 'Agents who differ', study: main },
        { title: 'Alike agents, the control', study: control },
      ],
      goals,
    ),
  )
  console.log(`\nWritten to ${values.out}: report.html, report.json`)
}
