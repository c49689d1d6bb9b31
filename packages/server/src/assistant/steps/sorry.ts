import type { AssistantSettings } from '@parley/protocol/rest/assistant'
import { LRUCache } from 'lru-cache'
import type { Step } from '../pipeline/index.ts'
import { languageOf } from './language.ts'

/** Conversations in which unanswered questions are counted. */
const CONVERSATIONS_MAX = 10_000

/**
 * The last step: says that nothing was found and offers a person; calls one when it had to say so
 * too often in this conversation.
 */
export function createSorryStep(settingsOf: (workspaceId: string) => AssistantSettings): Step {
  const failed = new LRUCache<string, number>({ max: CONVERSATIONS_MAX })
  return {
    name: 'sorry',
    run({ workspaceId, conversationId, text }) {
      const { failedAnswersMax, texts } = settingsOf(workspaceId)
      const count = (failed.get(conversationId) ?? 0) + 1
      if (count >= failedAnswersMax) return { kind: 'handed_over', reason: 'no_answer' }
      // Trials belong to no conversation.
      if (conversationId !== '') failed.set(conversationId, count)
      return {
        kind: 'answered',
        text: texts[languageOf(text)].noAnswer,
        parts: { citations: [], suggestions: [], offer: 'person' },
        sources: [],
        isPersonal: false,
      }
    },
  }
}
