import type { WidgetAssistant } from '@parley/protocol/rest'
import type { AssistantChange, AssistantSettings } from '@parley/protocol/rest/assistant'
import type { Identities, Knowledge, KnowledgeEvent } from '../knowledge/index.ts'
import { type AssistantPorts, createAssistant } from './assistant.ts'
import { createAnswerCache } from './cache/index.ts'
import { createCopilot } from './copilot/index.ts'
import { createAsk, type EngineChain } from './engine-chain/index.ts'
import { createLearning } from './learning/index.ts'
import {
  createRedaction,
  createRedactionRules,
  type Privacy,
  personalKinds,
} from './privacy/index.ts'
import { type Avatar, markOf, openAssistantSettings, readAvatar } from './settings/index.ts'
import {
  type CachedAnswer,
  createCacheStep,
  createSteps,
  createToldAgain,
  keepAnswer,
  type StepsPorts,
} from './steps/index.ts'
import { createUnderstanding } from './understanding/index.ts'

export type AssistantRoomPorts = Omit<
  AssistantPorts,
  'stepsOf' | 'settings' | 'answered' | 'notHelpful'
> & {
  knowledge: Knowledge
  engines: EngineChain
  privacy: Pick<Privacy, 'redaction' | 'note'>
  /** Names of the workspace's contacts by id; anonymous ones are left out. */
  contactNames(workspaceId: string, ids: readonly string[]): Promise<Map<string, string>>
  /** Who a contact has proved to be. */
  identitiesOf(workspaceId: string, contactId: string): Promise<Identities>
}

/** The assistant with all its steps, in the order that each workspace has chosen. */
export async function createAssistantRoom(given: AssistantRoomPorts) {
  const { knowledge, engines, privacy, contactNames, identitiesOf, ...ports } = given
  const { storage, failed } = ports
  const settings = await openAssistantSettings(ports.storage)
  const settingsOf = (workspaceId: string): AssistantSettings => settings.of(workspaceId).settings
  // What is personal in any workspace is in none shared with the next visitor.
  const rules = createRedactionRules({ kinds: personalKinds, patterns: [] })
  const hidePersonal = (text: string) => createRedaction(() => rules).redact(text)
  const understanding = createUnderstanding({
    graphOf: knowledge.graph.of,
    thresholdOf: (workspaceId) => settingsOf(workspaceId).thresholds.graph,
    now: ports.conversations.now,
  })
  const cache = createAnswerCache<CachedAnswer>({
    lexiconOf: understanding.lexiconOf,
    thresholdOf: (workspaceId) => settingsOf(workspaceId).thresholds.cache,
    isPersonal: (_workspaceId, text) => hidePersonal(text) !== text,
    now: ports.conversations.now,
  })
  const toldAgain = createToldAgain(cache)
  const ask = createAsk({ chain: engines, privacy, storage, failed })
  const hasEngine = (workspaceId: string) => engines.of(workspaceId).length > 0
  const stepsPorts: StepsPorts = {
    knowledge,
    understanding,
    settingsOf: settings.of,
    conversations: ports.conversations,
    ask,
    hasEngine,
    contactNames,
    identitiesOf,
  }
  const assistant = createAssistant({
    ...ports,
    settings,
    stepsOf: createSteps({
      ...stepsPorts,
      cache: createCacheStep(cache, toldAgain.note),
      failedInARow: (workspaceId, conversationId): Promise<number> =>
        assistant.answers.failedInARow(workspaceId, conversationId),
    }),
    answered(question, outcome, { decidedBy }) {
      toldAgain.answered(question, outcome, decidedBy)
      // What was told again is no new answer: else likeness would be measured from likeness, and an
      // answer that is asked for every day would never be looked up anew.
      if (decidedBy !== 'cache') keepAnswer(cache, question, outcome)
    },
    notHelpful: toldAgain.notHelpful,
  })
  const learning = createLearning({
    storage,
    knowledge,
    engines,
    privacy,
    steps: stepsPorts,
    hidePersonal,
    newId: ports.conversations.newId,
    failed,
  })
  const copilot = createCopilot({
    log: ports.conversations.log,
    knowledge,
    now: ports.conversations.now,
    ask,
    hasEngine,
    contactNames,
  })
  return {
    ...assistant,
    learning,
    copilot,

    /** Takes part in the knowledge's bus: what rests on something that changed is told no more. */
    knowledgeChanged({ workspaceId, sources }: KnowledgeEvent): void {
      cache.changed(workspaceId, sources)
    },

    /** The workspace's engines are others now: what they would say is, too. */
    enginesChanged: (workspaceId: string): void => cache.clear(workspaceId),

    readSettings: settingsOf,

    /** The assistant that answers first in a channel, as visitors see it; null when none does. */
    faceIn(workspaceId: string, channelId: string): WidgetAssistant | null {
      if (!assistant.hasAssistant(workspaceId, channelId)) return null
      const { name, avatar, texts } = settingsOf(workspaceId)
      return {
        name,
        avatar: avatar === '' ? '' : `/widget/${channelId}/avatar?${markOf(avatar)}`,
        greetings: { 'zh-CN': texts['zh-CN'].greeting, en: texts.en.greeting },
      }
    },

    /** The picture that visitors see in a channel; undefined when there is none. */
    avatarIn(workspaceId: string, channelId: string): Avatar | undefined {
      if (!assistant.hasAssistant(workspaceId, channelId)) return undefined
      return readAvatar(settingsOf(workspaceId).avatar)
    },

    async changeSettings(workspaceId: string, change: AssistantChange): Promise<AssistantSettings> {
      const changed = await settings.change(workspaceId, change)
      cache.clear(workspaceId)
      return changed.settings
    },

    async [Symbol.asyncDispose](): Promise<void> {
      await learning[Symbol.asyncDispose]()
      await assistant[Symbol.asyncDispose]()
    },
  }
}

export type AssistantRoom = Awaited<ReturnType<typeof createAssistantRoom>>
