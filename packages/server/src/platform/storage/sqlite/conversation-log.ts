import type { ConversationLog } from '../../../conversations/index.ts'
import { createLogReads } from './log-reads.ts'
import { createLogSteps, type LogParts } from './log-steps.ts'

/** The conversation log: steps go into the journal, reads put tables and journal together. */
export function createSqliteConversationLog(parts: LogParts): ConversationLog {
  return { ...createLogSteps(parts), ...createLogReads(parts) }
}
