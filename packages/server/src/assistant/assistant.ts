import type { Trial, TrialQuestion } from '@parley/protocol/rest/assistant'
import type { Conversation, ConversationEvent, ConversationPorts } from '../conversations/index.ts'
import type { Storage } from '../platform/storage/index.ts'
import { type AskedQuestion, createAnswers } from './answers/index.ts'
import {
  type HandoverReason,
  type Outcome,
  type Question,
  runPipeline,
  type Step,
  type Trace,
} from './pipeline/index.ts'
import { createRunner, type DraftPart, handOver } from './run/index.ts'
import type { AssistantSettingsStore } from './settings/index.ts'

/** Conversations of a workspace that a start looks at for unanswered questions, page by page. */
const PAGE_CONVERSATIONS = 200

export interface AssistantPorts {
  storage: Storage
  conversations: Omit<ConversationPorts, 'hasAssistant'>
  /** The steps of a workspace's pipeline, in their order. */
  stepsOf(workspaceId: string): readonly Step[]
  settings: AssistantSettingsStore
  /** Takes note of what was answered. */
  answered(question: Question, outcome: Outcome, trace: Trace): void
  /** The visitor says that an answer to this question did not help. */
  notHelpful(question: AskedQuestion): void
  /** Whether a person is there to answer. */
  isStaffed(workspaceId: string): boolean
  deliver(part: DraftPart): void
  failed: (error: unknown, reference: string) => void
}

/**
 * The room: answers what visitors ask while the assistant has their conversation, and leaves it to
 * people when that is better.
 */
export function createAssistant(ports: AssistantPorts) {
  const { settings } = ports
  const { now, newId } = ports.conversations
  const { failed } = ports
  const answers = createAnswers({ storage: ports.storage, now, newId, failed })
  const conversations: ConversationPorts = { ...ports.conversations, hasAssistant }
  const handOverPorts = {
    conversations,
    settingsOf: (workspaceId: string) => settings.of(workspaceId).settings,
    isStaffed: ports.isStaffed,
  }

  function hasAssistant(workspaceId: string, channelId: string): boolean {
    const { isOn, exceptChannels } = settings.of(workspaceId).settings
    return isOn && !exceptChannels.includes(channelId)
  }

  const runner = createRunner({
    conversations,
    async answer(question, words) {
      const found = await runPipeline(ports.stepsOf(question.workspaceId), question, words)
      ports.answered(question, found.outcome, found.trace)
      return found
    },
    personaOf: (workspaceId, channelId) =>
      hasAssistant(workspaceId, channelId)
        ? { id: 'assistant', name: settings.of(workspaceId).settings.name }
        : undefined,
    handOver: (conversation, trace) => handOver(handOverPorts, conversation, trace),
    deliver: ports.deliver,
    record: answers.record,
    failed: (error) => failed(error, 'assistant'),
  })

  /** Brings a person in because of what happened outside the pipeline. */
  async function callPerson(conversation: Conversation, reason: HandoverReason): Promise<void> {
    const { id, workspaceId, lastSeq, preview } = conversation
    const trace = { questionSeq: lastSeq, question: preview.text, reason }
    await handOver(handOverPorts, conversation, trace)
    if (!hasAssistant(workspaceId, conversation.channelId)) return
    runner.forget(id)
  }

  return {
    answers,
    hasAssistant,
    /** Takes part in the bus. */
    handle: (event: ConversationEvent): void => runner.handle(event),
    draftsOf: runner.draftsOf,
    callPerson: (conversation: Conversation) => callPerson(conversation, 'wanted'),

    async rate(conversation: Conversation, seq: number, isHelpful: boolean): Promise<void> {
      const { workspaceId, id } = conversation
      const asked = await answers.rate(workspaceId, id, seq, isHelpful)
      if (asked === undefined || isHelpful) return
      ports.notHelpful(asked)
      if (conversation.state.status !== 'bot') return
      const failedInARow = await answers.failedInARow(workspaceId, id)
      if (failedInARow < settings.of(workspaceId).settings.failedAnswersMax) return
      await callPerson(conversation, 'not_helped')
    },

    /** Answers as a visitor would be answered; nothing is kept and nobody is called. */
    async tryOut(workspaceId: string, { text, channelId }: TrialQuestion): Promise<Trial> {
      const question: Question = {
        workspaceId,
        channelId,
        conversationId: '',
        contactId: '',
        seq: 0,
        text,
        earlier: [],
        askedAt: now(),
      }
      const prompts: Trial['prompts'] = []
      const { outcome, trace } = await runPipeline(ports.stepsOf(workspaceId), question, {
        signal: new AbortController().signal,
        write() {},
        restart() {},
        sent: (engine, sent) => prompts.push({ engine, text: sent }),
      })
      const { workspaceId: _, ...told } = trace
      if (outcome.kind === 'handed_over') {
        return { text: '', citations: [], suggestions: [], prompts, trace: copy(told) }
      }
      const { citations, suggestions } = outcome.parts
      return { text: outcome.text, citations, suggestions, prompts, trace: copy(told) }
    },

    /** Answers what an earlier end of the process left unanswered. */
    async resume(workspaceIds: readonly string[]): Promise<void> {
      const { log } = conversations
      for (const workspaceId of workspaceIds) {
        let cursor = ''
        do {
          const page = await log.list({
            workspaceId,
            view: 'bot',
            agentId: '',
            cursor,
            limit: PAGE_CONVERSATIONS,
          })
          for (const conversation of page.conversations) {
            if (conversation.waitingSince === 0) continue
            const [last] = await log.readBefore(conversation.id, 0, 1)
            if (last?.author.kind === 'contact') runner.begin(last, conversation)
          }
          cursor = page.nextCursor
        } while (cursor !== '')
      }
    },

    async [Symbol.asyncDispose](): Promise<void> {
      await runner.close()
      await answers[Symbol.asyncDispose]()
    },
  }
}

export type Assistant = ReturnType<typeof createAssistant>

/** The trace has readonly lists; what goes out is the receiver's own. */
function copy<Traced extends { sources: readonly unknown[] }>(trace: Traced) {
  return { ...trace, sources: [...trace.sources] } as Traced & {
    sources: Traced['sources'][number][]
  }
}
