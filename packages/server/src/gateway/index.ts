export { createGateway, type Gateway } from './gateway.ts'
export type {
  AgentIdentity,
  GatewayObserver,
  GatewayOptions,
  GatewayPeople,
  GatewayPorts,
  GatewayPresence,
  VisitorIdentity,
} from './ports.ts'
