import type { FaqDraft, GoldenDraft } from '@parley/protocol/rest/learning'
import type { Author, Knowledge } from '../../knowledge/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { completeJson, createAsk, type EngineChain } from '../engine-chain/index.ts'
import { createFaqMatch } from '../matching/index.ts'
import type { Privacy } from '../privacy/index.ts'
import { createSteps, languageOf, type StepsPorts } from '../steps/index.ts'
import { createUnderstanding } from '../understanding/index.ts'
import { draftFaq } from './draft-faq.ts'
import { draftKnowledge } from './draft-knowledge.ts'
import { createGolden } from './golden.ts'
import { createGoldenStore } from './golden-store.ts'
import { createUnanswered } from './unanswered.ts'

export interface LearningPorts {
  storage: Storage
  knowledge: Knowledge
  engines: EngineChain
  privacy: Pick<Privacy, 'redaction' | 'note'>
  /** What the pipeline of every conversation works with. */
  steps: StepsPorts
  /** Takes out what is personal. */
  hidePersonal(text: string): string
  newId: () => string
  failed: (error: unknown, reference: string) => void
}

/** What the assistant learns from: what it could not answer, and whether a change makes it better. */
export function createLearning(ports: LearningPorts) {
  const { storage, knowledge, engines, privacy, steps, hidePersonal, newId, failed } = ports
  const { understanding, conversations, hasEngine } = steps
  const { now } = conversations
  const store = createGoldenStore(storage, newId)

  const unanswered = createUnanswered({
    storage,
    now,
    newId,
    lexiconOf: understanding.lexiconOf,
    async isAnswered(workspaceId, question) {
      const locale = languageOf(question)
      const entries = (await knowledge.faq(workspaceId)).filter((one) => one.locale === locale)
      const questions = entries.map((entry) => ({
        entry,
        id: entry.articleId,
        questions: [entry.question, ...entry.phrasings],
      }))
      return (
        createFaqMatch(understanding.lexiconOf(workspaceId), questions).find(question) !== undefined
      )
    },
  })

  async function stepsWith(
    workspaceId: string,
    { articles, settings, engines: order }: GoldenDraft,
  ) {
    const drafted = articles && (await draftKnowledge(knowledge, workspaceId, articles))
    const settingsOf = (id: string) => {
      const stored = steps.settingsOf(id)
      return { ...stored, settings: { ...stored.settings, ...settings } }
    }
    const chain = {
      of: (id: string) => (order === undefined ? engines.of(id) : engines.pick(id, order)),
    }
    return createSteps({
      ...steps,
      knowledge: drafted ?? knowledge,
      settingsOf,
      understanding: createUnderstanding({
        graphOf: knowledge.graph.of,
        thresholdOf: (id) => settingsOf(id).settings.thresholds.graph,
        now,
      }),
      ask: createAsk({ chain, privacy, storage, failed }),
      hasEngine: (id) => chain.of(id).length > 0,
    })(workspaceId)
  }

  const golden = createGolden({ store, stepsWith, now, newId, failed })
  return {
    unanswered,
    golden: {
      ...golden,
      list: store.list,
      add: store.add,
      change: store.change,
      remove: store.remove,
    },

    /** Drafts a frequent question from a resolved conversation; an engine words it if there is one. */
    draftFaq(author: Author, conversationId: string): Promise<FaqDraft> {
      const { workspaceId, agentId: causedById } = author
      const refine = (
        { instructions, text, schema }: { instructions: string; text: string; schema: object },
        signal: AbortSignal,
      ) =>
        completeJson(
          steps.ask,
          {
            workspaceId,
            conversationId: '',
            causedBy: 'agent',
            causedById,
            text,
            instructions,
            answerForm: { name: 'faq', schema },
          },
          signal,
        )
      return draftFaq(
        {
          log: conversations.log,
          knowledge,
          hidePersonal,
          refine: hasEngine(workspaceId) ? refine : undefined,
        },
        author,
        conversationId,
      )
    },

    [Symbol.asyncDispose]: () => golden[Symbol.asyncDispose](),
  }
}
