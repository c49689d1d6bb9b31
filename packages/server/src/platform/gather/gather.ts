/** Keys of one load, so that a query of them stays small; more wait for the next. */
const KEYS_MAX = 250

interface Asked<Key, Value> {
  key: Key
  resolve: (value: Value) => void
  reject: (error: Error) => void
}

/**
 * Lets many ask one by one for what is loaded for many at once: whoever asks while a load is under
 * way goes into the next one, and a lone one waits for nobody. What `load` resolves to gives each
 * key its value; when it rejects, all of its askers are told.
 */
export function createGather<Key, Value>(
  load: (keys: readonly Key[]) => Promise<(key: Key) => Value>,
): (key: Key) => Promise<Value> {
  let waiting: Asked<Key, Value>[] = []
  let isLoading = false

  async function loadWaiting(): Promise<void> {
    isLoading = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, KEYS_MAX)
      waiting = waiting.slice(KEYS_MAX)
      try {
        const answerTo = await load(batch.map(({ key }) => key))
        for (const { key, resolve } of batch) resolve(answerTo(key))
      } catch (error) {
        for (const { reject } of batch) reject(error as Error)
      }
    }
    isLoading = false
  }

  return (key) =>
    new Promise<Value>((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (!isLoading) void loadWaiting()
    })
}
