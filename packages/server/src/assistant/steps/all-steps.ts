import type { AssistantSettings } from '@parley/protocol/rest/assistant'
import type { ConversationPorts } from '../../conversations/index.ts'
import type { Identities, Knowledge } from '../../knowledge/index.ts'
import { nobody } from '../../knowledge/index.ts'
import { type Ask, completeJson, readEarlier } from '../engine-chain/index.ts'
import type { Question, Step, StepOutput } from '../pipeline/index.ts'
import type { VersionedSettings } from '../settings/index.ts'
import {
  type Finding,
  type KnownIntent,
  refineIntent,
  type Understanding,
} from '../understanding/index.ts'
import { createArticlesStep } from './articles.ts'
import { createEnginesStep } from './engines.ts'
import { createGraphStep } from './graph.ts'
import { createIntentStep } from './intent.ts'
import { createNamedFacts } from './named-facts.ts'
import { personStep } from './person.ts'
import { createSorryStep } from './sorry.ts'

/** An engine that chooses an intent must not keep the visitor waiting longer. */
const REFINE_MS_MAX = 3_000

export interface StepsPorts {
  knowledge: Pick<Knowledge, 'faq' | 'search' | 'graph'>
  understanding: Understanding
  settingsOf(workspaceId: string): VersionedSettings
  conversations: Pick<ConversationPorts, 'log' | 'now'>
  ask: Ask
  hasEngine(workspaceId: string): boolean
  /** Names of the workspace's contacts by id; anonymous ones are left out. */
  contactNames(workspaceId: string, ids: readonly string[]): Promise<Map<string, string>>
  /** Who a contact has proved to be. */
  identitiesOf(workspaceId: string, contactId: string): Promise<Identities>
  /** The step that tells again what was told before; undefined leaves it out. */
  cache?: Step
  /** Failed answers in a row in a conversation; none where nothing is kept. */
  failedInARow?(workspaceId: string, conversationId: string): Promise<number>
}

/** All steps of the pipeline, in the order that each workspace has chosen. */
export function createSteps(ports: StepsPorts): (workspaceId: string) => readonly Step[] {
  const { knowledge, understanding, conversations, ask, hasEngine, contactNames } = ports
  const settingsOf = (workspaceId: string): AssistantSettings =>
    ports.settingsOf(workspaceId).settings
  const namesOf = async ({ workspaceId, contactId }: Question) =>
    contactId === '' ? [] : [...(await contactNames(workspaceId, [contactId])).values()]

  async function refine(
    question: Question,
    intents: readonly KnownIntent[],
    finding: Finding,
    output: StepOutput,
  ): Promise<Finding | undefined> {
    const { workspaceId, contactId: causedById } = question
    if (!settingsOf(workspaceId).refinesIntents || !hasEngine(workspaceId)) return undefined
    const request = { workspaceId, conversationId: '', causedBy: 'contact' as const, causedById }
    const names = await namesOf(question)
    const late = AbortSignal.timeout(REFINE_MS_MAX)
    return await refineIntent(
      {
        classify: ({ instruction: instructions, text, schema }, signal) =>
          completeJson(
            ask,
            {
              ...request,
              text,
              instructions,
              names,
              answerForm: { name: 'intent', schema },
              sent: output.sent,
            },
            signal,
          ),
      },
      intents,
      question.text,
      finding,
      { signal: AbortSignal.any([output.signal, late]) },
    )
  }

  const intentStep = createIntentStep(understanding)
  const choice: Partial<Record<string, Step>> = {
    ...(ports.cache === undefined ? {} : { cache: ports.cache }),
    graph: createGraphStep({
      graph: knowledge.graph,
      understanding,
      identitiesOf: async ({ workspaceId, contactId }) =>
        contactId === '' ? nobody : ports.identitiesOf(workspaceId, contactId),
      refine,
      now: conversations.now,
    }),
    articles: createArticlesStep({
      knowledge,
      lexiconOf: understanding.lexiconOf,
      thresholdOf: (workspaceId) => settingsOf(workspaceId).thresholds.faq,
      now: conversations.now,
    }),
    engines: createEnginesStep({
      ask,
      hasEngine,
      settingsOf: ports.settingsOf,
      factsOf: createNamedFacts(knowledge.graph, conversations.now),
      namesOf,
      earlierOf: async ({ conversationId, seq }) =>
        conversationId === '' ? [] : readEarlier(conversations.log, conversationId, seq),
    }),
  }
  const sorry = createSorryStep({
    settingsOf,
    failedInARow: async (workspaceId, conversationId) =>
      (await ports.failedInARow?.(workspaceId, conversationId)) ?? 0,
  })
  return (workspaceId) => [
    personStep,
    intentStep,
    ...settingsOf(workspaceId).steps.flatMap((name) => choice[name] ?? []),
    sorry,
  ]
}
