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
    // Pages that change again and again are copied into the database less often than by default;
    // the log grows to some 32 MB for it.
    database.exec('pragma wal_autocheckpoint = 8000')
  }
  if (options.cacheBytes !== undefined) {
    // A negative size counts kibibytes.
    database.exec(`pragma cache_size = ${-Math.ceil(options.cacheBytes / 1024)}`)
  }
  database.exec('pragma foreign_keys = on; pragma temp_store = memory')
  return database
}
