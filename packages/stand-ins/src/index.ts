export type { Script, StandInRequest } from './script.ts'
export { type StandIn, type StandInMake, type StandInOptions, startStandIn } from './stand-in.ts'
