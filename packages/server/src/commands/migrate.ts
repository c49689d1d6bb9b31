import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { lockFolder } from '../platform/folder-lock.ts'
import { migrateSqlite } from '../platform/storage/sqlite/migrate.ts'

/** Brings the database to this release's schema. Starting does the same by itself. */
export async function migrate({ dataDir }: Config): Promise<number> {
  await mkdir(dataDir, { recursive: true })
  using _lock = lockFolder(dataDir)
  const applied = await migrateSqlite(join(dataDir, 'parley.db'))
  console.log(
    applied.length === 0
      ? 'The database is up to date.'
      : applied.map((name) => `applied ${name}`).join('\n'),
  )
  return 0
}
