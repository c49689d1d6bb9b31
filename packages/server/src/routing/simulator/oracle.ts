import type { Predictor } from '../prediction/index.ts'
import type { Spans } from './simulated-world.ts'
import type { Team } from './world.ts'
import { expectedReactionMs, expectedWorkMs, speedOf } from './world.ts'

/**
 * Knows the world's own parameters, and who is absent. Used with the same costs it bounds what a
 * better prediction could gain; it is not the best of all policies.
 */
export function createOracle(team: Team, absencesOf: (agent: number) => Spans): Predictor {
  function times(topic: number, index: number, active: number, now: number) {
    const agent = team.agents[index]!
    const absence = absencesOf(index).find(({ from, to }) => from <= now && now < to)
    const gone = absence === undefined ? 0 : absence.to - now
    return {
      firstReplyMs: expectedReactionMs(agent, active) + gone,
      handleMs: expectedWorkMs(agent, topic, now) / speedOf(active + 1, agent),
    }
  }
  return {
    version: 'oracle',
    trainedAt: Number.POSITIVE_INFINITY,
    predict({ topic }, agents, count, { pool, now }, out) {
      for (let k = 0; k < count; k += 1) {
        const agent = agents[k]!
        const { firstReplyMs, handleMs } = times(Number(topic), agent, pool.active[agent]!, now)
        out.firstReplyMs[k] = firstReplyMs
        out.handleMs[k] = handleMs
      }
    },
    explain({ topic }, agent, { pool, now }) {
      const { firstReplyMs, handleMs } = times(Number(topic), agent, pool.active[agent]!, now)
      return [{ what: 'truth', firstReply: Math.log(firstReplyMs), handle: Math.log(handleMs) }]
    },
  }
}
