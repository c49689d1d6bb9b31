export { createGateway, type Gateway } from './gateway.ts'
export type {
  AgentIdentity,
  AnswerDraft,
  GatewayAssistant,
  GatewayObserver,
  GatewayOptions,
  GatewayPeople,
  GatewayPorts,
  GatewayPresence,
  GatewayRouting,
  VisitorIdentity,
} from './ports.ts'
