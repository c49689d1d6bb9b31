import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Refusal } from '@parley/protocol'

/** SQLite's code for a lock that somebody else has; the bits above the lowest eight say more. */
const SQLITE_BUSY = 5

/**
 * Makes sure that one process works on a data folder. The lock is the operating system's own, taken
 * through SQLite: it ends with the process, however that ends, and holds between containers that
 * share the folder, where process ids mean nothing.
 *
 * @throws {Refusal} `conflict`
 */
export function lockFolder(folder: string): Disposable {
  // Says who has it; the lock itself is the other file's.
  const holderFile = join(folder, 'parley.pid')
  const database = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 })
  try {
    database.exec('begin exclusive')
  } catch (error) {
    database.close()
    if (((error as { errcode?: number }).errcode ?? 0) % 256 !== SQLITE_BUSY) throw error
    throw new Refusal(
      'conflict',
      `Another Parley (process ${readHolder(holderFile)}) works on ${folder}. Stop it, or set PARLEY_DATA_DIR.`,
    )
  }
  writeFileSync(holderFile, String(process.pid))
  return {
    [Symbol.dispose]() {
      rmSync(holderFile, { force: true })
      database.close()
    },
  }
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return 'unknown'
  }
}
