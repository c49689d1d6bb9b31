import type { Migration } from 'kysely/migration'
import * as foundation from './0001-foundation.ts'
import * as lateRows from './0002-late-rows.ts'
import * as filePreviews from './0003-file-previews.ts'
import * as journal from './0004-journal.ts'
import * as knowledge from './0005-knowledge.ts'
import * as privacy from './0006-privacy.ts'
import * as assistant from './0007-assistant.ts'
import * as routing from './0008-routing.ts'
import * as routingModels from './0009-routing-models.ts'
import * as engines from './0010-engines.ts'
import * as learning from './0011-learning.ts'
import * as assistantList from './0012-assistant-list.ts'
import * as signedVisitors from './0013-signed-visitors.ts'

/** Every migration in the order in which they are applied. Released ones never change. */
export const migrations: Record<string, Migration> = {
  '0001-foundation': foundation,
  '0002-late-rows': lateRows,
  '0003-file-previews': filePreviews,
  '0004-journal': journal,
  '0005-knowledge': knowledge,
  '0006-privacy': privacy,
  '0007-assistant': assistant,
  '0008-routing': routing,
  '0009-routing-models': routingModels,
  '0010-engines': engines,
  '0011-learning': learning,
  '0012-assistant-list': assistantList,
  '0013-signed-visitors': signedVisitors,
}
