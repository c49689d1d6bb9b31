export {
  changeAgent,
  changeMe,
  findAgent,
  joinAgent,
  listAgents,
  newPassword,
  resetOwner,
  setPassword,
} from './agents.ts'
export {
  type ContactIdentities,
  contactDetails,
  createIdentities,
  createVisitor,
  identifyContact,
  recordPageVisit,
} from './contacts.ts'
export {
  acceptInvite,
  createInvite,
  invite,
  listInvites,
  readOffer,
  revokeInvite,
} from './invites.ts'
export { createNames } from './names.ts'
export { type Action, may, mustBeAllowed } from './policy.ts'
export type { PeopleEvent, PeoplePorts } from './ports.ts'
export { createPresence, type PresenceRoom } from './presence.ts'
export { createVisitorRecognition } from './recognition.ts'
export {
  authenticate,
  endSessions,
  SESSION_MS,
  type SignedIn,
  signIn,
  signOut,
  toMe,
} from './sessions.ts'
export { createThrottle, type Throttle } from './throttle.ts'
export { changeWorkspace, createWorkspace, listWorkspaces } from './workspaces.ts'
