import { setImmediate } from 'node:timers/promises'
import { Refusal } from '@parley/protocol'
import type { UnansweredGroup, UnansweredPage } from '@parley/protocol/rest/learning'
import type { Author } from '../../knowledge/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { createQuestionIndex, type Lexicon } from '../matching/index.ts'

const DAY_MS = 86_400_000
/** Questions that are grouped; the newest count. */
const QUESTIONS_MAX = 3_000
const GROUPS_MAX = 200
const EXAMPLES_MAX = 5
const DISMISSED_MAX = 1_000
/** From which likeness two questions are one group. */
const LIKENESS = 0.74
/** So many are grouped before others get their turn. */
const AT_ONCE = 100

export interface UnansweredPorts {
  storage: Storage
  lexiconOf(workspaceId: string): Lexicon
  /** Whether the frequent questions answer it by now. */
  isAnswered(workspaceId: string, question: string): Promise<boolean>
  now: () => number
  newId: () => string
}

/**
 * The questions that nobody could answer: nothing was found, a person was called for that, or the
 * answer did not help. What has an answer by now is left out.
 */
export function createUnanswered({ storage, lexiconOf, isAnswered, now, newId }: UnansweredPorts) {
  const { db } = storage

  const readDismissed = (workspaceId: string) =>
    db
      .selectFrom('dismissedQuestions')
      .select(['id', 'question'])
      .where('workspaceId', '=', workspaceId)
      .orderBy('id', 'desc')
      .limit(DISMISSED_MAX)
      .execute()

  const readQuestions = (workspaceId: string, days: number) =>
    db
      .selectFrom('answers')
      .select(['conversationId', 'question', 'askedAt', 'outcome', 'decidedBy', 'reason'])
      .where('workspaceId', '=', workspaceId)
      .where('askedAt', '>=', now() - days * DAY_MS)
      .where((where) =>
        where.or([
          where('decidedBy', '=', 'sorry'),
          where('reason', 'in', ['no_answer', 'not_helped']),
          where('isHelpful', '=', 0),
        ]),
      )
      .orderBy('id', 'desc')
      .limit(QUESTIONS_MAX)
      .execute()

  return {
    async list(workspaceId: string, days: number): Promise<UnansweredPage> {
      const dismissed = await readDismissed(workspaceId)
      const lexicon = lexiconOf(workspaceId)
      const index = createQuestionIndex<UnansweredGroup | 'dismissed'>(lexicon, {
        entriesMax: QUESTIONS_MAX + DISMISSED_MAX,
      })
      for (const { id, question } of dismissed) index.add(id, question, 'dismissed')
      const rule = { threshold: LIKENESS, mode: 'same' as const }
      const groups: UnansweredGroup[] = []
      for (const [at, row] of (await readQuestions(workspaceId, days)).entries()) {
        if (at % AT_ONCE === AT_ONCE - 1) await setImmediate()
        const { question, conversationId, askedAt } = row
        const analysis = index.analyse(question)
        if (analysis.text === '') continue
        let group = index.find(analysis, rule)?.value
        if (group === 'dismissed') continue
        if (group === undefined) {
          group = { question, count: 0, lastAskedAt: askedAt, causes: {}, examples: [] }
          groups.push(group)
        }
        index.add(`question ${at}`, analysis, group)
        group.count += 1
        const cause = causeOf(row)
        group.causes[cause] = (group.causes[cause] ?? 0) + 1
        if (group.examples.length < EXAMPLES_MAX) {
          group.examples.push({ conversationId, question, askedAt })
        }
      }
      const open: UnansweredGroup[] = []
      for (const group of groups) {
        // An answer that did not help is still there, and still wrong.
        const isWrong = group.causes.not_helpful !== undefined
        if (isWrong || !(await isAnswered(workspaceId, group.question))) open.push(group)
      }
      open.sort((one, other) => other.count - one.count || other.lastAskedAt - one.lastAskedAt)
      return { groups: open.slice(0, GROUPS_MAX), dismissed }
    },

    async dismiss({ workspaceId, agentId }: Author, question: string): Promise<void> {
      const dismissed = await readDismissed(workspaceId)
      if (dismissed.some((one) => one.question === question)) return
      if (dismissed.length >= DISMISSED_MAX) {
        throw new Refusal('conflict', `${DISMISSED_MAX} questions are dismissed. Restore some.`)
      }
      const row = { id: newId(), workspaceId, agentId, question, dismissedAt: now() }
      await db.insertInto('dismissedQuestions').values(row).execute()
    },

    /** Lists questions like the dismissed one again. */
    async restore(workspaceId: string, id: string): Promise<void> {
      const { numDeletedRows } = await db
        .deleteFrom('dismissedQuestions')
        .where('workspaceId', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (numDeletedRows === 0n) throw new Refusal('not_found', 'There is no such question.')
    },
  }
}

function causeOf({ outcome, decidedBy, reason }: Record<string, unknown>): string {
  if (outcome === 'handed_over') return String(reason)
  return decidedBy === 'sorry' ? 'no_answer' : 'not_helpful'
}
