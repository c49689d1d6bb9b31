import { LRUCache } from 'lru-cache'
import {
  type Conversation,
  type ConversationEvent,
  type ConversationPorts,
  type Message,
  post,
} from '../../conversations/index.ts'
import type { Answered, Outcome, Question, Trace, Words } from '../pipeline/index.ts'
import { createDraft, type Draft, type DraftPart } from './draft.ts'

/** Who speaks for the workspace where no person does. */
export interface Persona {
  id: string
  name: string
}

export interface RunnerPorts {
  conversations: ConversationPorts
  /** Finds the answer; rejects when the signal is aborted. */
  answer(question: Question, words: Words): Promise<{ outcome: Outcome; trace: Trace }>
  /** The assistant that answers in a channel; undefined when none does. */
  personaOf(workspaceId: string, channelId: string): Persona | undefined
  /** Leaves the conversation to people, with a summary for them. */
  handOver(conversation: Conversation, trace: Trace): Promise<void>
  deliver(part: DraftPart): void
  /** Takes note of an answer that stands, under its seq. */
  record(trace: Trace, answerSeq: number): void
  failed(error: unknown): void
}

/** Conversations whose last messages are at hand, and how many of each. */
const HEARD_CONVERSATIONS_MAX = 10_000
const HEARD_MAX = 8

interface Run {
  question: Question
  conversation: Conversation
  draft: Draft
  abort: AbortController
  /** The answer is being stored: what comes now is another question. */
  isStoring: boolean
}

/**
 * Answers what visitors write while the assistant has their conversation. There is one run a
 * conversation: when the visitor goes on writing before the answer stands, the run is given up and
 * one for both messages begins, so nobody is answered twice. When a person takes the conversation,
 * the run ends at once, and the log itself refuses an answer that comes too late.
 */
export function createRunner(ports: RunnerPorts) {
  const runs = new Map<string, Run>()
  /** What visitors said before, by conversation. */
  const heard = new LRUCache<string, string[]>({ max: HEARD_CONVERSATIONS_MAX })
  const underWay = new Set<Promise<void>>()
  let isClosed = false

  function handle(event: ConversationEvent): void {
    const { conversation } = event
    if (conversation.state.status !== 'bot') {
      drop(conversation.id)
      return
    }
    if (event.type !== 'message_posted' || event.message.author.kind !== 'contact') return
    begin(event.message, conversation)
  }

  /** Answers a message of a contact. */
  function begin(message: Message, conversation: Conversation): void {
    const { workspaceId, channelId, contactId, id } = conversation
    const persona = ports.personaOf(workspaceId, channelId)
    if (isClosed || persona === undefined) return
    const former = runs.get(id)
    const isMerged = former !== undefined && !former.isStoring
    drop(id)
    const text = textOf(message)
    const earlier = heard.get(id) ?? []
    heard.set(id, [...earlier, text].slice(-HEARD_MAX))
    const question: Question = {
      workspaceId,
      channelId,
      conversationId: id,
      contactId,
      seq: message.seq,
      text: isMerged ? `${former.question.text}\n${text}` : text,
      earlier,
      askedAt: message.postedAt,
    }
    const run: Run = {
      question,
      conversation,
      abort: new AbortController(),
      isStoring: false,
      draft: createDraft(
        { conversationId: id, contactId, questionSeq: message.seq, authorName: persona.name },
        ports.deliver,
      ),
    }
    runs.set(id, run)
    const working = carryOut(run, persona)
      .catch((error) => ports.failed(error))
      .finally(() => underWay.delete(working))
    underWay.add(working)
  }

  async function carryOut(run: Run, persona: Persona): Promise<void> {
    const { question, draft } = run
    const { signal } = run.abort
    try {
      const { outcome, trace } = await ports.answer(question, {
        signal,
        write: draft.write,
        restart: draft.restart,
      })
      if (signal.aborted) return
      run.isStoring = true
      if (outcome.kind === 'answered') {
        const seq = await store(run, persona, outcome)
        draft.end(seq === undefined)
        if (seq !== undefined) ports.record(trace, seq)
      } else {
        draft.end(true)
        await ports.handOver(run.conversation, trace)
        ports.record(trace, 0)
      }
    } catch (error) {
      draft.end(true)
      if (!signal.aborted) throw error
    } finally {
      if (runs.get(question.conversationId) === run) runs.delete(question.conversationId)
    }
  }

  /** Its seq, or undefined when a person was quicker. */
  async function store(
    { question }: Run,
    persona: Persona,
    { text, parts }: Answered,
  ): Promise<number | undefined> {
    const { workspaceId, conversationId, seq } = question
    try {
      const { message } = await post(ports.conversations, {
        scope: { workspaceId },
        conversationId,
        // After a crash the same question is answered again, and stands once.
        clientId: `answer.${seq}`,
        author: { kind: 'assistant', ...persona },
        content: { kind: 'text', text, answer: parts },
        whileStatus: 'bot',
      })
      return message.seq
    } catch (error) {
      if (error instanceof Error && 'reason' in error && error.reason === 'conflict') {
        return undefined
      }
      throw error
    }
  }

  function drop(conversationId: string): void {
    const run = runs.get(conversationId)
    if (run === undefined || run.isStoring) return
    runs.delete(conversationId)
    run.abort.abort()
    run.draft.end(true)
  }

  return {
    handle,
    begin,
    /** Gives up what is being answered in a conversation. */
    forget: drop,

    /** What is being written in a contact's conversations. */
    draftsOf(contactId: string): DraftPart[] {
      const drafts: DraftPart[] = []
      for (const { conversation, draft } of runs.values()) {
        if (conversation.contactId !== contactId) continue
        const whole = draft.whole()
        if (whole !== undefined) drafts.push(whole)
      }
      return drafts
    },

    /** Ends all runs. What was not answered is, at the next start. */
    async close(): Promise<void> {
      isClosed = true
      for (const id of [...runs.keys()]) drop(id)
      await Promise.all(underWay)
    },
  }
}

export type Runner = ReturnType<typeof createRunner>

function textOf({ content }: Message): string {
  switch (content.kind) {
    case 'text':
    case 'note':
      return content.text
    case 'file':
      return content.file.name
    case 'event':
      return ''
  }
}
