import type { Session } from './session.ts'

/** Sessions by a key, without a trace of keys that have none. */
class SessionIndex {
  readonly #sessions = new Map<string, Set<Session>>()

  add(key: string, session: Session): void {
    const sessions = this.#sessions.get(key)
    if (sessions === undefined) this.#sessions.set(key, new Set([session]))
    else sessions.add(session)
  }

  delete(key: string, session: Session): void {
    const sessions = this.#sessions.get(key)
    if (sessions?.delete(session) && sessions.size === 0) this.#sessions.delete(key)
  }

  get(key: string): Iterable<Session> {
    return this.#sessions.get(key) ?? []
  }

  has(key: string): boolean {
    return this.#sessions.has(key)
  }

  keys(): Iterable<string> {
    return this.#sessions.keys()
  }
}

/** Which connections of this process hear of what. */
export class Hub {
  readonly all = new Set<Session>()
  readonly byContact = new SessionIndex()
  readonly byAgent = new SessionIndex()
  /** Agents' connections by workspace. */
  readonly byWorkspace = new SessionIndex()
  /** Visitors' connections by workspace. */
  readonly visitorsByWorkspace = new SessionIndex()
  readonly watching = new SessionIndex()

  admit(session: Session): void {
    const { who } = session
    if (who.role === 'visitor') {
      this.byContact.add(who.contactId, session)
      this.visitorsByWorkspace.add(who.workspaceId, session)
    } else if (who.role === 'agent') {
      this.byAgent.add(who.agentId, session)
      this.byWorkspace.add(who.workspaceId, session)
    }
  }

  leave(session: Session): void {
    this.all.delete(session)
    const { who } = session
    if (who.role === 'visitor') {
      this.byContact.delete(who.contactId, session)
      this.visitorsByWorkspace.delete(who.workspaceId, session)
    } else if (who.role === 'agent') {
      this.byAgent.delete(who.agentId, session)
      this.byWorkspace.delete(who.workspaceId, session)
      for (const conversationId of session.watched) this.watching.delete(conversationId, session)
    }
  }
}
