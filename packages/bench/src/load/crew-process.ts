import type { CastOptions } from './cast.ts'
import { gatherCrew } from './crew.ts'
import type { Outcome, Plan } from './outcome.ts'

/** What a crew in a process of its own is told. */
export type CrewOrder = { gather: CastOptions } | { offer: Plan }

/** What it tells. */
export type CrewNews =
  | { news: 'gathered' | 'measuring' | 'measured' }
  | { news: 'offered'; outcome: Outcome }

// A crew in a process of its own: first it gathers, then it offers as often as it is told to. It
// ends with its starter.
let crew: Awaited<ReturnType<typeof gatherCrew>> | undefined

const tell = (news: CrewNews) => process.send?.(news)

async function carryOut(order: CrewOrder): Promise<void> {
  if ('gather' in order) {
    crew = await gatherCrew(order.gather)
    tell({ news: 'gathered' })
    return
  }
  const outcome = await crew?.offer(order.offer, {
    measuring: () => tell({ news: 'measuring' }),
    measured: () => tell({ news: 'measured' }),
  })
  if (outcome !== undefined) tell({ news: 'offered', outcome })
}

process.on('message', (order: CrewOrder) => {
  carryOut(order).catch((error) => {
    console.error(error)
    process.exit(1)
  })
})
process.on('disconnect', () => process.exit())
