import { LRUCache } from 'lru-cache'

/** Changes remembered; an answer takes seconds, and so many changes in that time are none. */
const CHANGES_MAX = 20_000

/** The latest versions that were told of, to recognise an answer made from an older one. */
export function createRecentVersions() {
  const versions = new LRUCache<string, number>({ max: CHANGES_MAX })
  return {
    note(key: string, version: number) {
      versions.set(key, version)
    },
    isOutdated(key: string, { version }: { version: number }) {
      const latest = versions.get(key)
      return latest !== undefined && latest !== version
    },
  }
}
