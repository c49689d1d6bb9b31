import type { AssistantSettings } from '@parley/protocol/rest/assistant'
import type { Step } from '../pipeline/index.ts'
import { languageOf } from './language.ts'

export interface SorryPorts {
  settingsOf(workspaceId: string): AssistantSettings
  /** How many of the conversation's last answers, one after the other, found nothing or did not help. */
  failedInARow(workspaceId: string, conversationId: string): Promise<number>
}

/**
 * The last step: says that nothing was found, asks back what may have been meant and offers a person; calls one when too many answers
 * in a row have failed.
 */
export function createSorryStep({ settingsOf, failedInARow }: SorryPorts): Step {
  return {
    name: 'sorry',
    async run({ workspaceId, conversationId, text }, { questions }) {
      const { failedAnswersMax, texts } = settingsOf(workspaceId)
      // Trials belong to no conversation.
      const failed = conversationId === '' ? 0 : await failedInARow(workspaceId, conversationId)
      if (failed + 1 >= failedAnswersMax) return { kind: 'handed_over', reason: 'no_answer' }
      return {
        kind: 'answered',
        text: texts[languageOf(text)].noAnswer,
        parts: { citations: [], suggestions: questions, offer: 'person' },
        sources: [],
        isPersonal: false,
      }
    },
  }
}
