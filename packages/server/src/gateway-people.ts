import type { Channels, Signatures } from './channels/index.ts'
import type { GatewayPeople } from './gateway/index.ts'
import { SESSION_COOKIE } from './http/index.ts'
import {
  authenticate,
  type ContactIdentities,
  contactDetails,
  createNames,
  createVisitor,
  createVisitorRecognition,
  findAgent,
  identifyContact,
  listWorkspaces,
  may,
  type PeoplePorts,
  recordPageVisit,
} from './people/index.ts'

/** People and channels, as the gateway asks for them. */
export function gatewayPeople(ports: {
  people: PeoplePorts
  channels: Channels
  signatures: Signatures
  identities: ContactIdentities
}): GatewayPeople & { load(): Promise<void> } {
  const { people, channels, signatures, identities } = ports
  const recognise = createVisitorRecognition(people)
  /** Workspaces whose agents see unsent text: asked for at every keystroke. */
  let previewing = new Set<string>()
  return {
    /** Reads the workspaces' switches anew; to be called whenever one changes. */
    async load() {
      const workspaces = await listWorkspaces(people)
      previewing = new Set(
        workspaces.filter(({ isTypingPreviewOn }) => isTypingPreviewOn).map(({ id }) => id),
      )
    },

    async authenticateAgent(cookieHeader) {
      const token = readCookie(cookieHeader, SESSION_COOKIE)
      const signedIn = token === undefined ? undefined : await authenticate(people, token)
      if (signedIn === undefined || !may(signedIn.agent.role, 'conversations.answer')) {
        return undefined
      }
      const { agent, workspace, tokenHash, chosenPresence } = signedIn
      return {
        agentId: agent.id,
        workspaceId: workspace.id,
        name: agent.name,
        tokenHash,
        chosenPresence,
        isSupervisor: may(agent.role, 'routing.direct'),
      }
    },

    async admitVisitor({ channelId, visitorToken, locale, userAgent, originHost }) {
      const channel = await channels.admit(channelId, originHost)
      if (channel === undefined) return undefined
      const { workspaceId } = channel
      const isTypingPreviewOn = previewing.has(workspaceId)
      const known = visitorToken === '' ? undefined : await recognise(channelId, visitorToken)
      if (known !== undefined) {
        return { contactId: known, workspaceId, channelId, visitorToken, isTypingPreviewOn }
      }
      const created = await createVisitor(people, { workspaceId, channelId, locale, userAgent })
      return {
        contactId: created.contactId,
        workspaceId,
        channelId,
        visitorToken: created.token,
        isTypingPreviewOn,
      }
    },

    isTypingPreviewOn: (workspaceId) => previewing.has(workspaceId),
    async identify({ workspaceId, channelId, contactId }, { token, ...change }) {
      const proof =
        token === undefined ? undefined : await signatures.verify(workspaceId, channelId, token)
      await identifyContact(people, contactId, change, proof)
      identities.forget(contactId)
    },
    recordPageVisit: (visitor, page) => recordPageVisit(people, visitor, page),
    contactDetails: (workspaceId, contactId) => contactDetails(people, workspaceId, contactId),
    contactNames: createNames(people, 'contacts'),
    agentNames: createNames(people, 'agents'),
    findAgent: (workspaceId, agentId) => findAgent(people, workspaceId, agentId),
  }
}

/** One cookie's value out of a Cookie header (RFC 6265, section 4.2.1). */
function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name) return value
  }
  return undefined
}
