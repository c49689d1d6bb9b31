import type { AssistantChange, AssistantSettings } from '@parley/protocol/rest/assistant'
import type { Knowledge, KnowledgeEvent } from '../knowledge/index.ts'
import { createAnswerCache } from './answer-cache.ts'
import { type AssistantPorts, createAssistant } from './assistant.ts'
import type { Step } from './pipeline/index.ts'
import { createRedaction, createRedactionRules, personalKinds } from './privacy/index.ts'
import { openAssistantSettings } from './settings/index.ts'
import {
  type CachedAnswer,
  createArticlesStep,
  createCacheStep,
  createSorryStep,
  keepAnswer,
  personStep,
  plainLexicon,
} from './steps/index.ts'

export type AssistantRoomPorts = Omit<AssistantPorts, 'stepsOf' | 'settings' | 'answered'> & {
  knowledge: Knowledge
}

/** The assistant with all its steps, in the order that each workspace has chosen. */
export async function createAssistantRoom({ knowledge, ...ports }: AssistantRoomPorts) {
  const settings = await openAssistantSettings(ports.storage)
  const settingsOf = (workspaceId: string): AssistantSettings => settings.of(workspaceId).settings
  // What is personal in any workspace is in none shared with the next visitor.
  const rules = createRedactionRules({ kinds: personalKinds, patterns: [] })
  const cache = createAnswerCache<CachedAnswer>({
    lexiconOf: () => plainLexicon,
    isPersonal: (_workspaceId, text) => createRedaction(rules).redact(text) !== text,
    now: ports.conversations.now,
  })
  const choice: Partial<Record<string, Step>> = {
    cache: createCacheStep(cache),
    articles: createArticlesStep({
      knowledge,
      lexiconOf: () => plainLexicon,
      thresholdOf: (workspaceId) => settingsOf(workspaceId).thresholds.faq,
      now: ports.conversations.now,
    }),
  }
  const sorry = createSorryStep(settingsOf)
  const assistant = createAssistant({
    ...ports,
    settings,
    stepsOf: (workspaceId) => [
      personStep,
      ...settingsOf(workspaceId).steps.flatMap((name) => choice[name] ?? []),
      sorry,
    ],
    answered: (question, outcome) => keepAnswer(cache, question, outcome),
  })
  return {
    ...assistant,

    /** Takes part in the knowledge's bus: what rests on something that changed is told no more. */
    knowledgeChanged({ workspaceId, sources }: KnowledgeEvent): void {
      cache.changed(workspaceId, sources)
    },

    readSettings: settingsOf,

    async changeSettings(workspaceId: string, change: AssistantChange): Promise<AssistantSettings> {
      const changed = await settings.change(workspaceId, change)
      cache.clear(workspaceId)
      return changed.settings
    },

    [Symbol.asyncDispose]: () => assistant[Symbol.asyncDispose](),
  }
}

export type AssistantRoom = Awaited<ReturnType<typeof createAssistantRoom>>
