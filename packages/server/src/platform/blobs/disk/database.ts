import { DatabaseSync } from 'node:sqlite'

/**
 * Opens the database of small files and of all that is told of files; makes it when there is none.
 *
 * Pages of 16 KiB suit contents of some kilobytes: fewer pages each, and a third less work than
 * with SQLite's usual 4 KiB. What sweeping frees goes back to the disk.
 */
export function openFileDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 10_000 })
  database.exec('pragma page_size = 16384; pragma auto_vacuum = incremental')
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  // Some 32 MB of log before it is copied into the database.
  database.exec('pragma wal_autocheckpoint = 2000; pragma cache_size = -32768')
  database.exec(`
    create table if not exists blobs (
      id integer primary key,
      hash blob not null unique,
      size integer not null,
      bytes blob
    );
    create table if not exists previews (
      blob_id integer primary key references blobs (id) on delete cascade,
      bytes blob not null
    );
    create table if not exists files (
      id integer primary key,
      blob_id integer not null references blobs (id),
      workspace_id text not null,
      author_id text not null,
      client_id text not null,
      facts_json text not null,
      is_claimed integer not null,
      created_at integer not null,
      unique (author_id, client_id)
    );
    create index if not exists files_by_blob on files (blob_id);
    create index if not exists files_unclaimed on files (created_at) where is_claimed = 0;
    create table if not exists totals (
      id integer primary key,
      bytes integer not null,
      is_open integer not null
    );
    insert into totals (id, bytes, is_open) values (1, 0, 0) on conflict do nothing;
  `)
  keepWhatIsInDoubt(database)
  return database
}

/**
 * A message and the claim of its file are written beside each other. When the process was killed,
 * the message may stand and its claim not: so what nobody claimed by then is kept for good. These
 * are the few uploads that were not posted in that moment.
 */
function keepWhatIsInDoubt(database: DatabaseSync): void {
  const { is_open: wasKilled } = database.prepare('select is_open from totals').get() as {
    is_open: number
  }
  if (wasKilled === 1) database.exec('update files set is_claimed = 1 where is_claimed = 0')
  database.exec('update totals set is_open = 1')
}

/** Notes that nothing is in doubt, and closes. */
export function closeFileDatabase(database: DatabaseSync): void {
  database.exec('update totals set is_open = 0')
  database.close()
}
