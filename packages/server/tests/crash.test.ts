import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCrowd } from './_harness/crowd.ts'
import { startCuttingProxy } from './_harness/cutting-proxy.ts'
import { startProcess } from './_harness/process.ts'
import { chooseSeed, createRandom } from './_harness/random.ts'
import { hireStaff, signInStaff } from './_harness/staff.ts'
import { temporaryFolder } from './_harness/temporary-folder.ts'
import { until } from './_harness/wait.ts'

const ROUNDS = 12

/** Messages that must have been acked between two kills, so that each kill meets a busy server. */
const ACKED_PER_ROUND = 40

/** Nobody here is a flood to be slowed down. */
const settings = {
  PARLEY_GATEWAY_FRAMES_PER_SECOND_MAX: '100000',
  PARLEY_GATEWAY_AGENT_FRAMES_PER_SECOND_MAX: '100000',
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('a server killed again and again under load loses, doubles and reorders nothing', async (t) => {
  const seed = chooseSeed()
  t.diagnostic(`CRASH_SEED=${seed} repeats this run's choices`)
  const random = createRandom(seed)
  await using folder = await temporaryFolder()
  const { channelId, emails } = await hireStaff(folder.path, 3)
  await using server = await startProcess('start', folder.path, settings)
  const { url } = server
  const cookies = await Promise.all(emails.map((email) => signInStaff(url, email)))
  const crowd = createCrowd({ url, channelId, cookies, visitors: 12, random })
  try {
    await crowd.gather()
    crowd.talk()
    for (let round = 1; round <= ROUNDS; round += 1) {
      const before = crowd.acked
      await until('the crowd talks', () => crowd.acked >= before + ACKED_PER_ROUND)
      await pause(random() * 60)
      await server.kill()
      if (random() < 0.5) crowd.reloadSomebody()
      await server.start()
      crowd.comeBack()
    }
    const before = crowd.acked
    await until('the crowd talks', () => crowd.acked >= before + ACKED_PER_ROUND)
    crowd.rest()
    const messages = await crowd.check()
    assert.ok(messages >= ROUNDS * ACKED_PER_ROUND)
    t.diagnostic(`${messages} messages over ${ROUNDS} kills`)
  } finally {
    crowd.close()
  }
})

test('connections that are cut in the middle of a frame lose, double and reorder nothing', async (t) => {
  const seed = chooseSeed()
  t.diagnostic(`CRASH_SEED=${seed} repeats this run's choices`)
  const random = createRandom(seed)
  await using folder = await temporaryFolder()
  const { channelId, emails } = await hireStaff(folder.path, 2)
  await using server = await startProcess('start', folder.path, settings)
  const cookies = await Promise.all(emails.map((email) => signInStaff(server.url, email)))
  await using proxy = await startCuttingProxy(server.url, random, 0.01)
  const crowd = createCrowd({ url: proxy.url, channelId, cookies, visitors: 8, random })
  // Who is cut comes back at once: the time to wait is not what is tried here.
  const impatience = setInterval(() => crowd.comeBack(), 50)
  try {
    await crowd.gather()
    crowd.talk()
    await until('much was said and cut', () => crowd.acked >= 600 && proxy.cuts >= 25)
    crowd.rest()
    proxy.rest()
    const messages = await crowd.check()
    t.diagnostic(`${messages} messages over ${proxy.cuts} cuts`)
  } finally {
    clearInterval(impatience)
    crowd.close()
  }
})
