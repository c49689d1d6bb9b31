import type { GuardedWrite, Storage } from '../../platform/storage/index.ts'
import type { Course, Decision, Need, Outcome, RoutingCommand } from '../types.ts'
import type { Override } from './demands.ts'

/** How long records gather before they are written together. */
const GATHER_MS = 200
/** Rows of one statement. */
const ROWS_MAX = 200

/** A course as it is kept, with what a supervisor decided. */
export interface StoredCourse {
  course: Course | undefined
  override: Override
}

/** Why somebody got a conversation, as it is kept; see the REST schema of the same name. */
export interface StoredDecision
  extends Omit<Decision, 'features' | 'rule' | 'policy' | 'at' | 'candidates'> {
  policy: Decision['policy']
  rule: Decision['rule'] | 'by_hand'
  byAgentId: string
  wasOffered: boolean
  topicId: string
  teamId: string
  priority: number
  waitedMs: number
  candidates: Decision['candidates']
}

interface DecisionRow {
  id: string
  workspaceId: string
  conversationId: string
  contactId: string
  agentId: string
  decidedAt: number
  decisionJson: string
}

export interface RecordsPorts {
  storage: Storage
  newId: () => string
  failed: (error: unknown, reference: string) => void
}

/**
 * What routing writes down: gathered and written behind what happens, so that nothing waits for it.
 * A crash loses what gathered within the last moment: reasons and figures, never a conversation.
 */
export function createRecords({ storage, newId, failed }: RecordsPorts) {
  const { db } = storage
  let decisions: DecisionRow[] = []
  let waits: Parameters<typeof toWait>[] = []
  let outcomes: Parameters<typeof toOutcome>[] = []
  let courses = new Map<string, { workspaceId: string; stored: StoredCourse | undefined }>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  function toWait(workspaceId: string, ended: Extract<RoutingCommand, { type: 'wait_ended' }>) {
    const { need, promise, endedAt, isCensored } = ended
    const { conversationId, contactId, channelId, topic, teamId, weight, priority } = need
    return {
      id: newId(),
      workspaceId,
      conversationId,
      contactId,
      channelId,
      topic,
      teamId,
      weight,
      priority,
      queuedAt: need.queuedAt,
      endedAt,
      isCensored: isCensored ? 1 : 0,
      promiseJson: JSON.stringify(promise),
    }
  }

  function toOutcome(
    workspaceId: string,
    outcome: Outcome,
    { modelVersion, endedAt }: { modelVersion: string; endedAt: number },
  ) {
    const { isFirstReplyCensored, isHandleCensored, features, ...figures } = outcome
    return {
      id: newId(),
      workspaceId,
      ...figures,
      modelVersion,
      endedAt,
      isFirstReplyCensored: isFirstReplyCensored ? 1 : 0,
      isHandleCensored: isHandleCensored ? 1 : 0,
      features: new Uint8Array(features.buffer, features.byteOffset, features.byteLength),
    }
  }

  function gathered(): GuardedWrite[] {
    const writes: GuardedWrite[] = []
    for (const rows of parts(decisions)) {
      writes.push({ query: db.insertInto('routingDecisions').values(rows) })
    }
    for (const rows of parts(waits.map((one) => toWait(...one)))) {
      writes.push({ query: db.insertInto('routingWaits').values(rows) })
    }
    for (const rows of parts(outcomes.map((one) => toOutcome(...one)))) {
      writes.push({ query: db.insertInto('routingOutcomes').values(rows) })
    }
    const kept = [...courses].flatMap(([conversationId, { workspaceId, stored }]) =>
      stored === undefined
        ? []
        : [{ conversationId, workspaceId, courseJson: JSON.stringify(stored) }],
    )
    for (const rows of parts(kept)) {
      writes.push({
        query: db
          .insertInto('routingCourses')
          .values(rows)
          .onConflict((conflict) =>
            conflict
              .column('conversationId')
              .doUpdateSet((row) => ({ courseJson: row.ref('excluded.courseJson') })),
          ),
      })
    }
    const gone = [...courses].filter(([, { stored }]) => stored === undefined).map(([id]) => id)
    for (const ids of parts(gone)) {
      writes.push({ query: db.deleteFrom('routingCourses').where('conversationId', 'in', ids) })
    }
    return writes
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const writes = gathered()
    decisions = []
    waits = []
    outcomes = []
    courses = new Map()
    if (writes.length > 0) {
      writing = writing
        .then(() => storage.atomically(writes))
        .catch((error: unknown) => failed(error, 'routing records'))
    }
    return writing
  }

  function gather(): void {
    timer ??= setTimeout(() => void flush(), GATHER_MS)
  }

  return {
    decision(
      workspaceId: string,
      need: Pick<Need, 'conversationId' | 'contactId'>,
      agentId: string,
      decidedAt: number,
      decision: StoredDecision,
    ): void {
      const { conversationId, contactId } = need
      const decisionJson = JSON.stringify(decision)
      const ids = { id: newId(), workspaceId, conversationId, contactId, agentId }
      decisions.push({ ...ids, decidedAt, decisionJson })
      gather()
    },
    wait(...ended: Parameters<typeof toWait>): void {
      waits.push(ended)
      gather()
    },
    outcome(...ended: Parameters<typeof toOutcome>): void {
      outcomes.push(ended)
      gather()
    },
    course(workspaceId: string, conversationId: string, stored: StoredCourse | undefined): void {
      courses.set(conversationId, { workspaceId, stored })
      gather()
    },
    /** Resolves when everything told so far is written. */
    flush,
    async [Symbol.asyncDispose](): Promise<void> {
      await flush()
    },
  }
}

export type Records = ReturnType<typeof createRecords>

function* parts<Row>(rows: readonly Row[]): Iterable<Row[]> {
  for (let at = 0; at < rows.length; at += ROWS_MAX) yield rows.slice(at, at + ROWS_MAX)
}
