import { DatabaseSync } from 'node:sqlite'

/**
 * Opens one connection to the database file. Write-ahead logging lets readers go on while the
 * writer commits; `synchronous=FULL` makes a commit return only when it is on disk.
 */
export function openConnection(
  file: string,
  options: { cacheBytes?: number; readOnly?: boolean } = {},
): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: options.readOnly ?? false, timeout: 10_000 })
  if (options.readOnly !== true) {
    database.exec('pragma journal_mode = wal; pragma synchronous = full')
  }
  if (options.cacheBytes !== undefined) {
    // A negative size counts kibibytes.
    database.exec(`pragma cache_size = ${-Math.ceil(options.cacheBytes / 1024)}`)
  }
  database.exec('pragma foreign_keys = on; pragma temp_store = memory')
  return database
}
