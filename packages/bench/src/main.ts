import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { toTable } from './report/table.ts'
import { compare } from './scenarios/compare.ts'
import { floor } from './scenarios/floor.ts'
import type { Load, Scenario } from './scenarios/scenario.ts'
import { text } from './scenarios/text.ts'

const scenarios: Record<string, Scenario> = { text, compare, floor }

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
  --rounds N          of compare: how often each has its turn; medians are shown
  --json FILE         the report as JSON
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
    rounds: { type: 'string' },
    json: { type: 'string' },
    'cpu-prof': { type: 'string' },
  },
})

const scenario = scenarios[positionals[0] ?? '']
if (scenario === undefined) {
  console.error(usage)
  process.exit(2)
}

function amount(name: keyof typeof values, otherwise: number) {
  const given = values[name]
  if (given === undefined) return otherwise
  if (/^\d+$/.test(given) && Number(given) > 0) return Number(given)
  console.error(`--${name} is ${given}; a whole number from 1 on is allowed.`)
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
console.log(
  `${positionals[0]}: ${load.visitors} visitors, ${load.agents} agents, ${load.rate} messages/s for ${load.seconds} s\n`,
)
const { report, rows, table } = await scenario.run(load, {
  profileFolder: values['cpu-prof'],
  rounds: amount('rounds', 3),
})
console.log(table ?? toTable(report, rows))
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`)
process.exitCode = report.lost + report.doubled + report.out_of_order > 0 ? 1 : 0
