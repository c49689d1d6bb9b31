import type { AnswerPage, AnswerTrace, AssistantFigures } from '@parley/protocol/rest/assistant'
import type { Insertable } from 'kysely'
import type { Row, Storage } from '../../platform/storage/index.ts'
import type { Trace } from '../pipeline/index.ts'
import { readFigures } from './figures.ts'

const PAGE_ANSWERS = 50
/** More failed answers in a row than any workspace waits for. */
const FAILED_MAX = 20
/** Answers gather for so long, so that a busy assistant makes few writes. */
const GATHER_MS = 250
const RETRY_MS = 2_000
const BATCH_ROWS = 100
/** Answers that wait for a storage that fails. */
const WAITING_MAX = 10_000

export interface AnswersPorts {
  storage: Storage
  now: () => number
  /** Ids that grow with time. */
  newId: () => string
  failed: (error: unknown, reference: string) => void
}

/**
 * What became of each question. Writing holds nobody up: it gathers and follows within a fraction of
 * a second, so a crash may lose the last ones; their messages stand in the log.
 */
export function createAnswers({ storage, now, newId, failed }: AnswersPorts) {
  const { db } = storage
  let waiting: Insertable<Row<'answers'>>[] = []
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  let isClosed = false

  function schedule(ms: number): void {
    timer ??= setTimeout(() => {
      timer = undefined
      writing = writing.then(write)
    }, ms)
  }

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH_ROWS)
      try {
        await db.insertInto('answers').values(batch).execute()
      } catch (error) {
        failed(error, 'answers')
        if (!isClosed) schedule(RETRY_MS)
        return
      }
      waiting = waiting.slice(batch.length)
    }
  }

  return {
    /** Takes note of an answer. Never waits, never throws. */
    record(trace: Trace, answerSeq: number): void {
      if (waiting.length >= WAITING_MAX) return
      waiting.push(toRow(newId(), trace, answerSeq))
      schedule(GATHER_MS)
    },

    /** What the visitor says of an answer; resolves with what was asked, if the answer is known. */
    async rate(
      workspaceId: string,
      conversationId: string,
      answerSeq: number,
      isHelpful: boolean,
    ): Promise<AskedQuestion | undefined> {
      writing = writing.then(write)
      await writing
      const [row] = await db
        .updateTable('answers')
        .set({ isHelpful: isHelpful ? 1 : 0 })
        .where('workspaceId', '=', workspaceId)
        .where('conversationId', '=', conversationId)
        .where('answerSeq', '=', answerSeq)
        .returning(['workspaceId', 'conversationId', 'questionSeq', 'question'])
        .execute()
      return row
    },

    /**
     * How many of a conversation's last answers, one after the other, found nothing or did not help;
     * at most 20.
     */
    async failedInARow(workspaceId: string, conversationId: string): Promise<number> {
      writing = writing.then(write)
      await writing
      const rows = await db
        .selectFrom('answers')
        .select(['outcome', 'decidedBy', 'isHelpful'])
        .where('workspaceId', '=', workspaceId)
        .where('conversationId', '=', conversationId)
        .orderBy('id', 'desc')
        .limit(FAILED_MAX)
        .execute()
      const helped = rows.findIndex(
        ({ outcome, decidedBy, isHelpful }) =>
          outcome !== 'answered' || (decidedBy !== 'sorry' && isHelpful !== 0),
      )
      return helped < 0 ? rows.length : helped
    },

    /** Newest first, of all or of one conversation, those before an id. */
    async list(
      workspaceId: string,
      { before, conversationId }: { before?: string; conversationId?: string },
    ): Promise<AnswerPage> {
      let query = db
        .selectFrom('answers')
        .selectAll()
        .where('workspaceId', '=', workspaceId)
        .orderBy('id', 'desc')
        .limit(PAGE_ANSWERS + 1)
      if (before !== undefined) query = query.where('id', '<', before)
      if (conversationId !== undefined) query = query.where('conversationId', '=', conversationId)
      const rows = await query.execute()
      return {
        answers: rows.slice(0, PAGE_ANSWERS).map(fromRow),
        hasMore: rows.length > PAGE_ANSWERS,
      }
    },

    /** Of the last days; those that still wait to be written are not among them. */
    figures: (workspaceId: string, days: number): Promise<AssistantFigures> =>
      readFigures(db, workspaceId, days, now()),

    /** Writes what still waits. */
    async [Symbol.asyncDispose](): Promise<void> {
      isClosed = true
      clearTimeout(timer)
      await writing
      await write()
    },
  }
}

/** A question that was answered. */
export type AskedQuestion = Pick<
  Row<'answers'>,
  'workspaceId' | 'conversationId' | 'questionSeq' | 'question'
>

export type Answers = ReturnType<typeof createAnswers>

function toRow(id: string, trace: Trace, answerSeq: number): Insertable<Row<'answers'>> {
  const { steps, sources, ...rest } = trace
  return {
    ...rest,
    id,
    answerSeq,
    isHelpful: null,
    stepsJson: JSON.stringify(steps),
    sourcesJson: JSON.stringify(sources),
  }
}

function fromRow({ workspaceId: _, stepsJson, sourcesJson, ...row }: Row<'answers'>): AnswerTrace {
  return {
    ...row,
    isHelpful: row.isHelpful === null ? null : row.isHelpful === 1,
    steps: JSON.parse(stepsJson),
    sources: JSON.parse(sourcesJson),
  }
}
