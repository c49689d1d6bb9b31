import type { Engine, EngineChange, NewEngine } from '@parley/protocol/rest/engines'
import type { OutsidePolicy } from '../../platform/outside/index.ts'
import type { Row } from '../../platform/storage/index.ts'
import { type EngineSetup, parseEngineSetup } from '../engines/index.ts'

/** Where an engine may be, and what may leave to it. */
export type EngineRules = Pick<Engine, 'reach' | 'hosts' | 'hidesPersonal'>

/** An engine as it is kept, without its key. */
export interface KeptEngine {
  id: string
  workspaceId: string
  place: number
  isOn: boolean
  setup: EngineSetup
  rules: EngineRules
  sealedKey: string
  version: number
}

const defaultRules: EngineRules = { reach: 'outside', hosts: [], hidesPersonal: true }

/** @throws {Refusal} `bad_input`, naming the field. */
export function newSetup(
  id: string,
  asked: NewEngine,
): Pick<KeptEngine, 'setup' | 'rules' | 'isOn'> {
  const { make, name, settings, limits, budget, price, isOn = true } = asked
  const { reach, hosts, hidesPersonal } = { ...defaultRules, ...asked }
  return {
    isOn,
    setup: parseEngineSetup({ id, make, name, settings, limits, budget, price }),
    rules: { reach, hosts, hidesPersonal },
  }
}

/** @throws {Refusal} `bad_input`, naming the field. */
export function changedSetup(
  kept: KeptEngine,
  change: EngineChange,
): Pick<KeptEngine, 'setup' | 'rules' | 'isOn'> {
  const { setup, rules, isOn } = kept
  const { name, settings, limits, budget, price } = { ...setup, ...change }
  const { reach, hosts, hidesPersonal } = { ...rules, ...change }
  return {
    isOn: change.isOn ?? isOn,
    setup: parseEngineSetup({
      id: kept.id,
      make: setup.make,
      name,
      settings,
      limits: { ...setup.limits, ...limits },
      budget,
      price: { ...setup.price, ...price },
    }),
    rules: { reach, hosts, hidesPersonal },
  }
}

/**
 * What calls to an engine may do. Public addresses are called with TLS alone. How long they may take
 * is the engine's own limits' affair: one that loads its model sends nothing at all for minutes.
 */
export function policyOf({ rules, setup }: Pick<KeptEngine, 'rules' | 'setup'>): OutsidePolicy {
  const { reach, hosts } = rules
  const { coldStartMs, totalMs } = setup.limits
  return {
    reach,
    hosts: hosts.length === 0 ? undefined : hosts,
    answerTimeoutMs: coldStartMs + totalMs,
    idleTimeoutMs: coldStartMs + totalMs,
  }
}

/** As the database has it. */
export function toRow(kept: KeptEngine): Row<'engines'> {
  const { setup, rules, isOn, ...rest } = kept
  return {
    ...rest,
    isOn: isOn ? 1 : 0,
    setupJson: JSON.stringify(setup),
    rulesJson: JSON.stringify(rules),
  }
}

/** @throws {Refusal} when this release cannot read it. */
export function fromRow({ setupJson, rulesJson, isOn, ...row }: Row<'engines'>): KeptEngine {
  return {
    ...row,
    isOn: isOn !== 0,
    setup: parseEngineSetup(JSON.parse(setupJson)),
    rules: { ...defaultRules, ...(JSON.parse(rulesJson) as Partial<EngineRules>) },
  }
}
