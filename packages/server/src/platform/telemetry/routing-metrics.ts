import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** Buckets for decisions, in seconds: most take a fraction of a millisecond. */
const DECISION_SECONDS = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.1]
/** Buckets for waits of people, in seconds. */
const WAIT_SECONDS = [5, 15, 30, 60, 120, 300, 600, 1_800, 3_600]

/** What routing tells of, as far as it is counted. */
type Notice =
  | { type: 'assigned'; policy: string; rule: string; decisionMs: number }
  | { type: 'released'; because: string }
  | { type: 'offer_ended'; end: string }
  | { type: 'sla_warned' | 'sla_breached'; clock: string }
  | { type: 'wait_ended'; waitedMs: number; isCensored: boolean }
  | { type: 'overflowed' | 'hook_failed' | 'step_refused' }

/** The figures of routing. */
export function createRoutingMetrics(registers: Registry[]) {
  const assignments = new Counter({
    name: 'parley_routing_assignments_total',
    help: 'Conversations given to an agent by routing, by policy and by the rule that decided.',
    labelNames: ['policy', 'rule'],
    registers,
  })
  const decisionSeconds = new Histogram({
    name: 'parley_routing_decision_seconds',
    help: 'Time on the event loop of one decision, with all that follows from its event.',
    buckets: DECISION_SECONDS,
    registers,
  })
  const releases = new Counter({
    name: 'parley_routing_releases_total',
    help: 'Conversations taken back from an agent, by reason.',
    labelNames: ['because'],
    registers,
  })
  const offers = new Counter({
    name: 'parley_routing_offers_total',
    help: 'Offers to agents that ended, by how.',
    labelNames: ['end'],
    registers,
  })
  const clocks = new Counter({
    name: 'parley_routing_sla_total',
    help: 'Clocks of what was promised that warned or were broken, by clock.',
    labelNames: ['clock', 'state'],
    registers,
  })
  const waits = new Histogram({
    name: 'parley_routing_wait_seconds',
    help: 'Waits for the first reply of a person that were answered.',
    buckets: WAIT_SECONDS,
    registers,
  })
  const others = new Counter({
    name: 'parley_routing_events_total',
    help: 'Overflows, hooks that did not answer, steps that storage refused, waits without a reply.',
    labelNames: ['event'],
    registers,
  })
  const waiting = new Gauge({
    name: 'parley_routing_waiting',
    help: 'Conversations that wait for a person.',
    registers,
  })
  return {
    routed(notice: Notice): void {
      switch (notice.type) {
        case 'assigned':
          assignments.inc({ policy: notice.policy, rule: notice.rule })
          decisionSeconds.observe(notice.decisionMs / 1_000)
          return
        case 'released':
          releases.inc({ because: notice.because })
          return
        case 'offer_ended':
          offers.inc({ end: notice.end })
          return
        case 'sla_warned':
        case 'sla_breached': {
          const state = notice.type === 'sla_warned' ? 'warned' : 'broken'
          clocks.inc({ clock: notice.clock, state })
          return
        }
        case 'wait_ended':
          if (notice.isCensored) others.inc({ event: 'wait_without_reply' })
          else waits.observe(notice.waitedMs / 1_000)
          return
        case 'overflowed':
        case 'hook_failed':
        case 'step_refused':
          others.inc({ event: notice.type })
      }
    },
    observeWaiting(count: () => number): void {
      Object.assign(waiting, { collect: () => waiting.set(count()) })
    },
  }
}
