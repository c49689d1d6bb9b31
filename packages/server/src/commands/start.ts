import { flushCompileCache } from 'node:module'
import { pino } from 'pino'
import { type App, createApp } from '../app.ts'
import type { Config } from '../config.ts'
import { type DemoAccount, seedDemo } from '../demo/seed.ts'
import { firstSteps } from './first-owner.ts'

/** Serves until it is asked to stop; resolves with the exit code. */
export async function start(config: Config): Promise<number> {
  return serve(config, async () => {
    const app = await createApp(config, { log: logger(config) })
    const signUpUrl = await firstSteps(app, app.publicUrl)
    announce([
      ['Console', `${app.publicUrl}/console/`],
      ...(signUpUrl === undefined ? [] : [['Sign up as owner', signUpUrl] as const]),
    ])
    return app
  })
}

/** Serves the demo workspace and its shop until it is asked to stop. */
export async function demo(config: Config): Promise<number> {
  return serve(config, async () => {
    let accounts: DemoAccount[] = []
    const app = await createApp(config, {
      log: logger(config),
      openDemoShop: async (rooms) => {
        const seeded = await seedDemo(rooms)
        accounts = seeded.accounts
        return seeded.shop
      },
    })
    const signUpUrl = await firstSteps(app, app.publicUrl)
    announce([
      ['Shop with the widget', `${app.publicUrl}/demo/`],
      ['Console', `${app.publicUrl}/console/`],
      ...accounts.map(
        ({ name, email, password }) => [`Sign in as ${name}`, `${email}  ${password}`] as const,
      ),
      ...(signUpUrl === undefined ? [] : [['Sign up as owner', signUpUrl] as const]),
    ])
    return app
  })
}

async function serve(config: Config, open: () => Promise<App>): Promise<number> {
  const stopping = new Promise<void>((resolve) => {
    // They stay in place: a terminal and a parent process may both pass the same signal on.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
  })
  const app = await open()
  // Now, because a process that is killed writes nothing when it ends.
  flushCompileCache()
  await stopping
  // The last resort when something holds on; a stop that goes well never sees it fire.
  setTimeout(() => process.exit(1), config.stopTimeoutMs).unref()
  await app[Symbol.asyncDispose]()
  return 0
}

function logger(config: Config) {
  return pino({
    level: config.logLevel,
    serializers: { error: pino.stdSerializers.errWithCause },
  })
}

/** Tells the person at the terminal where to go; not a log line, because it may carry a secret. */
function announce(lines: readonly (readonly [string, string])[]): void {
  const width = Math.max(...lines.map(([label]) => label.length))
  const table = lines.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`)
  console.log(`\nParley is ready.\n\n${table.join('\n')}\n`)
}
