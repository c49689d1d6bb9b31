import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { endWithin } from './load/interrupt.ts'
import { toPage } from './report/page.ts'
import { toTable } from './report/table.ts'
import { burst } from './scenarios/burst.ts'
import { compare } from './scenarios/compare.ts'
import { files } from './scenarios/files.ts'
import { floor } from './scenarios/floor.ts'
import { history } from './scenarios/history.ts'
import { idle } from './scenarios/idle.ts'
import { mixed } from './scenarios/mixed.ts'
import { reconnect } from './scenarios/reconnect.ts'
import type { Load, Scenario } from './scenarios/scenario.ts'
import { soak } from './scenarios/soak.ts'
import { start } from './scenarios/start.ts'
import { text } from './scenarios/text.ts'

/** A scenario that hangs must not keep the machine. The longest takes half of it. */
const LIMIT_MS = 45 * 60_000

const scenarios: Record<string, Scenario> = {
  text,
  files,
  mixed,
  idle,
  burst,
  soak,
  history,
  reconnect,
  start,
  compare,
  floor,
}

const usage = `npm run bench -- <scenario> [options]

Scenarios
${Object.entries(scenarios)
  .map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`)
  .join('\n')}

Options
  --rate N            messages a second that are offered
  --seconds N         measured time
  --warm-up N         seconds before it
  --visitors N        visitors who write; each may send 20 frames a second
  --agents N          agents who receive
  --generators N      processes that share the load (text, burst, soak)
  --connections N     of idle and reconnect: how many are held
  --stored N,N…       of history, start and soak: messages
  --conversations N,N…  of history: open conversations
  --rounds N          of compare and start: how often each has its turn; medians are shown
  --json FILE         the report as JSON
  --html FILE         the report as a page with plots
  --cpu-prof FOLDER   CPU profiles of the server's threads
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rate: { type: 'string' },
    seconds: { type: 'string' },
    'warm-up': { type: 'string' },
    visitors: { type: 'string' },
    agents: { type: 'string' },
    generators: { type: 'string' },
    connections: { type: 'string' },
    stored: { type: 'string' },
    conversations: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'string' },
    html: { type: 'string' },
    'cpu-prof': { type: 'string' },
  },
})

const name = positionals[0] ?? ''
const scenario = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined
if (scenario === undefined || positionals.length > 1) {
  console.error(usage)
  process.exit(2)
}

/** Whole numbers, with commas between; undefined when the option is not there. */
function amounts(option: keyof typeof values): number[] | undefined {
  const given = values[option]
  if (given === undefined) return undefined
  const numbers = given.split(',').map((one) => (/^\d+$/.test(one) ? Number(one) : 0))
  if (numbers.every((one) => one > 0)) return numbers
  console.error(`--${option} is ${given}; whole numbers from 1 on are allowed.`)
  process.exit(2)
}

function amount(option: keyof typeof values, otherwise: number): number
function amount(option: keyof typeof values): number | undefined
function amount(option: keyof typeof values, otherwise?: number): number | undefined {
  const [first = otherwise, second] = amounts(option) ?? []
  if (second === undefined) return first
  console.error(`--${option} takes one number.`)
  process.exit(2)
}

const { defaults } = scenario
const load: Load = {
  rate: amount('rate', defaults.rate),
  seconds: amount('seconds', defaults.seconds),
  warmUpSeconds: amount('warm-up', defaults.warmUpSeconds),
  visitors: amount('visitors', defaults.visitors),
  agents: amount('agents', defaults.agents),
}
const generators = amount('generators', 1)
if (generators > Math.min(load.agents, load.visitors)) {
  console.error(`${generators} generators need as many visitors and agents, one each at least.`)
  process.exit(2)
}
endWithin(LIMIT_MS)
console.log(`${name}: ${scenario.about}\n`)
const { report, rows, table } = await scenario.run(load, {
  profileFolder: values['cpu-prof'],
  rounds: amount('rounds', 3),
  generators,
  connections: amount('connections'),
  stored: amounts('stored'),
  conversations: amounts('conversations'),
})
console.log(table ?? toTable(report, rows))
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`)
if (values.html !== undefined)
  writeFileSync(values.html, toPage(report, table ?? toTable(report, rows)))
process.exitCode = report.lost + report.doubled + report.out_of_order > 0 ? 1 : 0
