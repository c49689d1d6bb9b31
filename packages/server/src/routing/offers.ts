import type { Case } from './case.ts'
import type { Phases } from './phases.ts'
import type { Placing } from './placing.ts'
import type { RouterState } from './state.ts'
import type { OfferEnd } from './types.ts'

/** Offers that stand: what ends them, and where they go on to. */
export function createOffers(state: RouterState, { enter }: Phases, { place, serve }: Placing) {
  const { pool } = state

  function withdraw(one: Case, because: OfferEnd): void {
    state.commands.push({
      type: 'withdraw_offer',
      conversationId: one.need.conversationId,
      agentId: pool.idOf(one.agent),
      because,
    })
  }

  return {
    withdraw,

    /**
     * The offer goes on to the next; when all have had it, it comes around again after a while.
     * `meanwhile` happens before anybody is served.
     */
    passOn(one: Case, because: OfferEnd, meanwhile: (agent: number) => void = () => {}): void {
      const { agent } = one
      withdraw(one, because)
      one.excluded.add(agent)
      state.turned.add(one)
      const { offerAgainMs } = state.settings
      state.timers.set(`again:${one.need.conversationId}`, state.now + offerAgainMs)
      enter(one, 'waiting')
      meanwhile(agent)
      place(one)
      serve(agent)
    },
  }
}

export type Offers = ReturnType<typeof createOffers>
