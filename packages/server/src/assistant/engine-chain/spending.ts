import type { Storage } from '../../platform/storage/index.ts'
import type { SpendingBook, Spent } from '../engines/index.ts'

/** Sums gather for so long before they are written; a crash may forgive an engine one second. */
const GATHER_MS = 1_000

/** What engines spend a day, kept over restarts. Disposing it writes what waits. */
export function createSpendingBook(
  { db }: Storage,
  failed: (error: unknown, reference: string) => void,
): SpendingBook & AsyncDisposable {
  const waiting = new Map<string, { engineId: string; day: string; spent: Spent }>()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  async function write(): Promise<void> {
    const rows = [...waiting.values()]
    waiting.clear()
    for (const { engineId, day, spent } of rows) {
      await db
        .insertInto('engineSpending')
        .values({ engineId, day, ...spent })
        .onConflict((conflict) => conflict.columns(['engineId', 'day']).doUpdateSet(spent))
        .execute()
    }
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(write).catch((error) => failed(error, 'spending'))
  }

  return {
    async read(engineId, day) {
      return await db
        .selectFrom('engineSpending')
        .select(['calls', 'tokens', 'costMicros'])
        .where('engineId', '=', engineId)
        .where('day', '=', day)
        .executeTakeFirst()
    },

    write(engineId, day, spent) {
      waiting.set(`${engineId} ${day}`, { engineId, day, spent })
      timer ??= setTimeout(flush, GATHER_MS)
    },

    async [Symbol.asyncDispose]() {
      flush()
      await writing
    },
  }
}
