import { join } from 'node:path'
import { temporaryFolder } from '../../../../tests/_harness/temporary-folder.ts'
import { describePassageIndex } from '../../../knowledge/passage-index.conformance.ts'
import { createSqlitePassageIndex } from './passage-index.ts'
import { openSqliteStorage } from './storage.ts'

describePassageIndex('sqlite', async () => {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder())
  const storage = opened.use(await openSqliteStorage({ file: join(folder.path, 'parley.db') }))
  const closing = opened.move()
  return {
    storage,
    index: createSqlitePassageIndex(storage.db),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
})
