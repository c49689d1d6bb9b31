import { closeCodes, isRefusalReason, type RefusalReason } from '@parley/protocol'

/** Why a close code keeps this client away, in the words of refusals. */
export function closeReason(code: number): RefusalReason {
  const name = Object.entries(closeCodes).find(([, one]) => one.code === code)?.[0] ?? ''
  return isRefusalReason(name) ? name : 'not_signed_in'
}
