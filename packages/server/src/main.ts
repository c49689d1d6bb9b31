import { parseArgs } from 'node:util'
import { Refusal } from '@parley/protocol'
import { admin } from './commands/admin.ts'
import { doctor } from './commands/doctor.ts'
import { migrate } from './commands/migrate.ts'
import { model } from './commands/model.ts'
import { demo, start } from './commands/start.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { version } from './release.ts'

const help = `Parley ${version}: customer service in your own house.

Usage: parley <command>

  start             serve; the first start prints the owner's sign-up link
  demo              serve a demo workspace with a shop, agents and conversations
  migrate           bring the database to this release's schema, and stop
  admin             print a sign-up link for a new owner
    --email ADDRESS   or give the account of this address a new password
  doctor            check the folder, disk, port, address and clock, and say what to do
  model             describe, use, train and time routing models: parley model --help

  --version         print the release
  --help            print this

Settings come from parley.config.json and the environment: see docs/configuration.md.
`

/** Carries out one command line; resolves with the exit code. */
async function main(args: string[]): Promise<number> {
  // It has options of its own.
  if (args[0] === 'model') return model(args.slice(1))
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean' },
      version: { type: 'boolean' },
      email: { type: 'string' },
    },
  })
  const [command, ...rest] = positionals
  if (values.version === true) return print(version)
  if (values.help === true || command === undefined) return print(help)
  if (rest.length > 0) return usage(`"${rest.join(' ')}" is one word too many.`)
  switch (command) {
    case 'start':
      return start(read())
    case 'demo':
      return demo(read({ PARLEY_DATA_DIR: './data-demo' }))
    case 'migrate':
      return migrate(read())
    case 'admin':
      return admin(read(), values.email)
    case 'doctor':
      return doctor(read())
    default:
      return usage(`"${command}" is not a command.`)
  }
}

function read(defaults: Record<string, string> = {}): Config {
  return readConfig({ ...defaults, ...process.env }, process.cwd())
}

function print(text: string): number {
  console.log(text)
  return 0
}

function usage(problem: string): number {
  console.error(`${problem} Run "parley --help" for what there is.`)
  return 2
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (error instanceof ConfigError) {
    console.error(`The configuration cannot be used:\n${error.message}`)
    process.exitCode = 2
  } else if (error instanceof Refusal) {
    console.error(error.message)
    process.exitCode = 1
  } else if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) {
    process.exitCode = usage(`${(error as Error).message}.`)
  } else throw error
}
