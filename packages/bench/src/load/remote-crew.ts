import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { CastOptions } from './cast.ts'
import type { OfferHooks } from './crew.ts'
import type { CrewNews, CrewOrder } from './crew-process.ts'
import type { Outcome, Plan } from './outcome.ts'

const PROGRAM = fileURLToPath(new URL('crew-process.ts', import.meta.url))

/** Starts a crew in a process of its own; resolves when it has gathered. */
export async function gatherRemoteCrew(options: CastOptions) {
  const child = fork(PROGRAM, { serialization: 'advanced' })
  const exited = once(child, 'exit')
  const tell = (order: CrewOrder) => child.send(order)

  /** Resolves with the news that `take` picks out; rejects when the process ends before. */
  function hear<Value>(take: (news: CrewNews) => Value | undefined): Promise<Value> {
    return new Promise((resolve, reject) => {
      const onMessage = (news: CrewNews) => {
        const value = take(news)
        if (value === undefined) return
        child.off('message', onMessage).off('exit', onExit)
        resolve(value)
      }
      const onExit = (code: number | null) => reject(new Error(`a generator ended with ${code}`))
      child.on('message', onMessage).on('exit', onExit)
    })
  }

  const gathered = hear(({ news }) => news === 'gathered' || undefined)
  tell({ gather: options })
  await gathered

  return {
    pid: child.pid as number,
    offer(plan: Plan, hooks: OfferHooks): Promise<Outcome> {
      const offered = hear((told) => {
        if (told.news === 'measuring') hooks.measuring()
        else if (told.news === 'measured') hooks.measured()
        else if (told.news === 'offered') return told.outcome
        return undefined
      })
      tell({ offer: plan })
      return offered
    },
    async [Symbol.asyncDispose](): Promise<void> {
      child.disconnect()
      await exited
    },
  }
}
