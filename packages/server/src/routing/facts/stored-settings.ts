import type {
  RoutingSettings as PublicSettings,
  RoutingChange,
} from '@parley/protocol/rest/routing'
import { defaultSettings } from '../settings.ts'

/** What a workspace chose, as it is kept. */
export type StoredSettings = Omit<PublicSettings, 'hook'> & {
  hook: Omit<PublicSettings['hook'], 'secret'>
}

const MINUTE = 60_000

/** What holds until a workspace chooses; the policy of new ones is the deployment's. */
export function initialSettings(policy: StoredSettings['policy']): StoredSettings {
  const machine = defaultSettings
  return {
    policy,
    mode: machine.mode,
    offerMs: machine.offerMs,
    missedOffersMax: machine.missedOffersMax,
    offerAgainMs: machine.offerAgainMs,
    capacityDefault: 5,
    matchesLanguage: true,
    handleWeight: machine.handleWeight,
    fairness: machine.fairness,
    windowSize: machine.windowSize,
    passedOverMax: machine.passedOverMax,
    returningMs: machine.returningMs,
    returningCostMax: machine.returningCostMax,
    graceMs: machine.graceMs,
    noReplyMs: machine.noReplyMs,
    awayMs: machine.awayMs,
    autoAwayMs: 15 * MINUTE,
    headStartMs: [...machine.headStartMs],
    leaveMessageMs: machine.leaveMessageMs,
    hours: null,
    sla: { ...machine.sla },
    hook: { url: '', timeoutMs: machine.hookTimeoutMs, fallback: machine.hookFallback },
  }
}

/** The settings after a change; parts that are lists or objects are replaced whole. */
export function changed(settings: StoredSettings, change: RoutingChange): StoredSettings {
  return { ...settings, ...change }
}
