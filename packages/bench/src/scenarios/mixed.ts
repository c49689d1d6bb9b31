import { gatherAskers } from '../load/askers.ts'
import { gatherCrews } from '../load/crews.ts'
import { startEngine } from '../load/engine.ts'
import { endWithin } from '../load/interrupt.ts'
import { mixedKind } from '../load/questions.ts'
import { openShop } from '../load/shop.ts'
import { setStage } from '../load/stage.ts'
import { reportMixed } from '../report/mixed.ts'
import type { Scenario } from './scenario.ts'

/** When the engine's first words come. */
const FIRST_WORDS_MS = 300

/** Beside the mix: the rate and seconds at which one message and one cached answer are priced. */
const PRICED = { rate: 2_000, seconds: 5, warmUpSeconds: 2 }

/** Questions to the engine alone, so few that nothing waits: what Parley itself adds shows. */
const ALONE = { rate: 20, seconds: 5, warmUpSeconds: 1 }

/** Setting the scene and waiting for the last answers take no longer. */
const BESIDE_MS_MAX = 300_000

/** Visitors ask the assistant: most what was asked before, some what is known, some an engine. */
export const mixed: Scenario = {
  about: 'questions to the assistant: 70 % asked before, 20 % known, 10 % for an engine (300 ms)',
  defaults: { rate: 5_600, seconds: 20, warmUpSeconds: 5, visitors: 2_000, agents: 10 },
  async run(load, { profileFolder }) {
    using _limit = endWithin(BESIDE_MS_MAX + (load.seconds + load.warmUpSeconds) * 1_000)
    await using stage = await setStage({ ...load, profileFolder })
    await using engine = await startEngine(FIRST_WORDS_MS)
    const { server, staff } = stage
    const { rate, seconds, warmUpSeconds, visitors } = load
    const at = { url: server.url, serverPid: server.pid }
    const plain = await offerPlain({ ...at, ...staff, visitors: 400, generators: 1 })
    await openShop(stage, engine.baseUrl)
    using askers = await gatherAskers({ ...at, channelId: staff.channelId, visitors })
    const cached = await askers.offer({ ...PRICED, kindOf: () => 'cached' })
    const alone = await askers.offer({ ...ALONE, kindOf: () => 'engine' })
    const mix = await askers.offer({ rate, seconds, warmUpSeconds, kindOf: mixedKind })
    return reportMixed({ plain, cached, alone, mix }, { stage, load, firstWordsMs: FIRST_WORDS_MS })
  },
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
