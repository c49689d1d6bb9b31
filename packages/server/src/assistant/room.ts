import type { AssistantChange, AssistantSettings } from '@parley/protocol/rest/assistant'
import type { Knowledge, KnowledgeEvent } from '../knowledge/index.ts'
import { createAnswerCache } from './answer-cache.ts'
import { type AssistantPorts, createAssistant } from './assistant.ts'
import {
  complete,
  completeJson,
  createAsk,
  type EngineChain,
  type EngineRequest,
  readEarlier,
} from './engine-chain/index.ts'
import type { Question, Step } from './pipeline/index.ts'
import {
  createRedaction,
  createRedactionRules,
  type Privacy,
  personalKinds,
} from './privacy/index.ts'
import { openAssistantSettings } from './settings/index.ts'
import {
  type CachedAnswer,
  createArticlesStep,
  createCacheStep,
  createEnginesStep,
  createSorryStep,
  keepAnswer,
  personStep,
  plainLexicon,
} from './steps/index.ts'

export type AssistantRoomPorts = Omit<AssistantPorts, 'stepsOf' | 'settings' | 'answered'> & {
  knowledge: Knowledge
  engines: EngineChain
  privacy: Pick<Privacy, 'redaction' | 'note'>
  /** Names of the workspace's contacts by id; anonymous ones are left out. */
  contactNames(workspaceId: string, ids: readonly string[]): Promise<Map<string, string>>
}

/** The assistant with all its steps, in the order that each workspace has chosen. */
export async function createAssistantRoom(given: AssistantRoomPorts) {
  const { knowledge, engines, privacy, contactNames, ...ports } = given
  const { storage, failed } = ports
  const settings = await openAssistantSettings(ports.storage)
  const settingsOf = (workspaceId: string): AssistantSettings => settings.of(workspaceId).settings
  // What is personal in any workspace is in none shared with the next visitor.
  const rules = createRedactionRules({ kinds: personalKinds, patterns: [] })
  const cache = createAnswerCache<CachedAnswer>({
    lexiconOf: () => plainLexicon,
    isPersonal: (_workspaceId, text) => createRedaction(rules).redact(text) !== text,
    now: ports.conversations.now,
  })
  const ask = createAsk({ chain: engines, privacy, storage, failed })
  const hasEngine = (workspaceId: string) => engines.of(workspaceId).length > 0
  const choice: Partial<Record<string, Step>> = {
    cache: createCacheStep(cache),
    articles: createArticlesStep({
      knowledge,
      lexiconOf: () => plainLexicon,
      thresholdOf: (workspaceId) => settingsOf(workspaceId).thresholds.faq,
      now: ports.conversations.now,
    }),
    engines: createEnginesStep({
      ask,
      hasEngine,
      settingsOf: settings.of,
      namesOf: async ({ workspaceId, contactId }: Question) =>
        contactId === '' ? [] : [...(await contactNames(workspaceId, [contactId])).values()],
      earlierOf: async ({ conversationId, seq }: Question) =>
        conversationId === '' ? [] : readEarlier(ports.conversations.log, conversationId, seq),
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

    /** The workspace's engines are others now: what they would say is, too. */
    enginesChanged: (workspaceId: string): void => cache.clear(workspaceId),

    /** Whether any engine of the workspace can be asked. */
    hasEngine,

    /** What an engine of the workspace writes, as a whole; rejects when none answers. */
    complete: (request: EngineRequest, signal: AbortSignal) => complete(ask, request, signal),

    /** The same in JSON of the form that is asked for. */
    completeJson: (
      request: EngineRequest & { answerForm: { name: string; schema: object } },
      signal: AbortSignal,
    ) => completeJson(ask, request, signal),

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
