export type { NewDeparture, PrivacyPorts } from './ports.ts'
export { createPrivacy, type Privacy } from './privacy.ts'
export {
  createRedaction,
  createRedactionRules,
  personalKinds,
  type Redaction,
  type Restorer,
} from './redaction.ts'
