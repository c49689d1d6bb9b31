import type { Conversation } from '../../conversations/index.ts'

/** The conversations that a router follows, with the version that it was told last. */
export function createFollowed() {
  const versions = new Map<string, number>()
  const ofContact = new Map<string, Set<string>>()

  return {
    versionOf: (conversationId: string): number | undefined => versions.get(conversationId),
    has: (conversationId: string): boolean => versions.has(conversationId),
    ids: (): string[] => [...versions.keys()],
    /** Those of one contact. */
    of: (contactId: string): Iterable<string> => ofContact.get(contactId) ?? [],

    add({ id, version, contactId }: Conversation): void {
      versions.set(id, version)
      const own = ofContact.get(contactId)
      if (own === undefined) ofContact.set(contactId, new Set([id]))
      else own.add(id)
    },

    remove({ id, contactId }: Conversation): void {
      versions.delete(id)
      const own = ofContact.get(contactId)
      if (own?.delete(id) && own.size === 0) ofContact.delete(contactId)
    },
  }
}
