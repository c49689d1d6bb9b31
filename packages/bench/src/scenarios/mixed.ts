import type { Scenario } from './scenario.ts'

/** A scenario that cannot run yet. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

/** Texts with answers of the assistant among them: its place is here. */
export const mixed: Scenario = {
  about: 'texts with answers of the assistant among them; not possible yet, and says so',
  defaults: { rate: 5_600, seconds: 20, warmUpSeconds: 5, visitors: 1_000, agents: 20 },
  async run() {
    throw new Unavailable(
      'mixed measures answers of the assistant, and Parley has no assistant yet: nothing was measured.',
    )
  },
}
