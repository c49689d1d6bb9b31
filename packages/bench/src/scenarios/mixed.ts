import { type AskedFigures, gatherAskers } from '../load/askers.ts'
import { gatherCrews } from '../load/crews.ts'
import { askDirectly } from '../load/direct.ts'
import { startEngine } from '../load/engine.ts'
import { endWithin } from '../load/interrupt.ts'
import { findMost } from '../load/most.ts'
import { mixedKind } from '../load/questions.ts'
import { openShop } from '../load/shop.ts'
import { setStage } from '../load/stage.ts'
import { type OfferedMix, reportMixed } from '../report/mixed.ts'
import type { Load, Scenario } from './scenario.ts'

/** When the engine's first words come, and what they begin with. */
const FIRST_WORDS_MS = 300
const FIRST_WORD = 'Cats'

/** Beside the mix: the rate and seconds at which one message and one cached answer are priced. */
const PRICED = { rate: 2_000, seconds: 5, warmUpSeconds: 2 }

/** Questions to the engine alone, so few that nothing waits: what Parley itself adds shows. */
const ALONE = { rate: 20, seconds: 5, warmUpSeconds: 1 }

/** Each try of the search for the highest rate. */
const TRIED = { seconds: 4, warmUpSeconds: 2 }

/** Then it is offered for as long as the mix; where it is not carried, so much less the next time. */
const LONG_TRIES_MAX = 4
const LESS = 0.93

/** Of what was due in the measured time so much must be answered in it, for a rate to be carried. */
const CARRIED_PART = 0.97

/** All beside the mix itself takes no longer: the scene, the search, the last answers. */
const BESIDE_MS_MAX = 600_000

/** Visitors ask the assistant: most what was asked before, some what is known, some an engine. */
export const mixed: Scenario = {
  about: 'questions to the assistant: 70 % asked before, 20 % known, 10 % for an engine (300 ms)',
  defaults: { rate: 5_600, seconds: 20, warmUpSeconds: 5, visitors: 2_000, agents: 10 },
  async run(load, { profileFolder }) {
    const phases = 1 + LONG_TRIES_MAX
    using _limit = endWithin(BESIDE_MS_MAX + phases * (load.seconds + load.warmUpSeconds) * 1_000)
    await using stage = await setStage({ ...load, profileFolder })
    await using engine = await startEngine(FIRST_WORDS_MS)
    const { server, staff } = stage
    const at = { url: server.url, serverPid: server.pid }
    const plain = await offerPlain({ ...at, ...staff, visitors: 400, generators: 1 })
    await openShop(stage, engine.baseUrl)
    const { channelId } = staff
    using askers = await gatherAskers({ ...at, channelId, visitors: load.visitors })
    const cached = await askers.offer({ ...PRICED, kindOf: () => 'cached' })
    const alone = await askers.offer({ ...ALONE, kindOf: () => 'engine' })
    const times = ALONE.rate * ALONE.seconds
    const direct = await askDirectly(engine.baseUrl, { times, firstWord: FIRST_WORD })
    const offerMix = async (plan: Pick<Load, 'rate' | 'seconds' | 'warmUpSeconds'>) => ({
      rate: plan.rate,
      figures: await askers.offer({ ...plan, kindOf: mixedKind }),
    })
    const mix = await offerMix(load)
    const most = isCarried(mix) ? undefined : await offerMost(offerMix, load, mix.figures)
    return reportMixed({ plain, cached, alone, direct, mix, most }, { stage, load })
  },
}

function isCarried({ rate, figures }: OfferedMix): boolean {
  return figures.lost === 0 && figures.carried >= CARRIED_PART * rate * figures.measured.seconds
}

/** The mix at the highest rate that is carried; undefined when none is. */
async function offerMost(
  offer: (plan: Pick<Load, 'rate' | 'seconds' | 'warmUpSeconds'>) => Promise<OfferedMix>,
  { rate: ceiling, seconds, warmUpSeconds }: Load,
  { carried, measured }: AskedFigures,
): Promise<OfferedMix | undefined> {
  const from = Math.round(carried / measured.seconds)
  const carries = async (rate: number) => isCarried(await offer({ rate, ...TRIED }))
  let rate = await findMost(carries, { from, ceiling })
  // What holds for some seconds may not hold for all of them.
  for (let tries = 0; tries < LONG_TRIES_MAX && rate > 0; tries += 1) {
    const most = await offer({ rate, seconds, warmUpSeconds })
    if (isCarried(most)) return most
    rate = Math.floor(rate * LESS)
  }
  return undefined
}

/** Messages between people, while the assistant is off. */
async function offerPlain(crew: Parameters<typeof gatherCrews>[0]) {
  await using crews = await gatherCrews(crew)
  const { rate, seconds, warmUpSeconds } = PRICED
  return await crews.offer([
    { rate, seconds: warmUpSeconds },
    { rate, seconds },
  ])
}
