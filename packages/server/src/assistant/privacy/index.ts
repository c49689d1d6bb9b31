export type { NewDeparture, PrivacyPorts } from './ports.ts'
export { createPrivacy, type Privacy } from './privacy.ts'
export type { Redaction, Restorer } from './redaction.ts'
