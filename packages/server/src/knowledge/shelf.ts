import { LRUCache } from 'lru-cache'

/**
 * Something of each workspace that is read often, kept in memory: the value once it was loaded, a
 * promise of it before. `sizeMax` bounds all workspaces together, in what `sizeOf` counts.
 */
export function createShelf<Value extends object>(
  load: (workspaceId: string) => Promise<Value>,
  sizeOf: (value: Value) => number,
  sizeMax: number,
) {
  const loaded = new LRUCache<string, Value>({
    maxSize: sizeMax,
    sizeCalculation: (value) => sizeOf(value) + 1,
  })
  const loading = new Map<string, Promise<Value>>()

  function begin(workspaceId: string): Promise<Value> {
    const isNewest = () => loading.get(workspaceId) === promise
    const promise = load(workspaceId).then(
      (value) => {
        // NOTE: a change that came meanwhile has put another load here, or none.
        if (isNewest()) {
          loading.delete(workspaceId)
          loaded.set(workspaceId, value)
        }
        return value
      },
      (error) => {
        if (isNewest()) loading.delete(workspaceId)
        throw error
      },
    )
    loading.set(workspaceId, promise)
    return promise
  }

  return {
    of: (workspaceId: string): Value | Promise<Value> =>
      loaded.get(workspaceId) ?? loading.get(workspaceId) ?? begin(workspaceId),

    /** What is kept of this workspace is out of date. */
    forget(workspaceId: string): void {
      loaded.delete(workspaceId)
      loading.delete(workspaceId)
    },
  }
}
