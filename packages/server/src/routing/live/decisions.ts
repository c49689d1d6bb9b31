import type { RoutingDecision } from '@parley/protocol/rest/routing-board'
import type { Storage } from '../../platform/storage/index.ts'
import type { StoredDecision } from './records.ts'

const PAGE = 50

type Names = (workspaceId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>

/** Assignments with their reasons, newest first: of one conversation, or before an id. */
export async function listDecisions(
  { db }: Storage,
  agentNames: Names,
  workspaceId: string,
  { conversationId, before }: { conversationId?: string; before?: string },
): Promise<RoutingDecision[]> {
  let query = db.selectFrom('routingDecisions').selectAll().where('workspaceId', '=', workspaceId)
  if (conversationId !== undefined) query = query.where('conversationId', '=', conversationId)
  if (before !== undefined) query = query.where('id', '<', before)
  const rows = await query.orderBy('id', 'desc').limit(PAGE).execute()
  const told = rows.map((row) => ({
    ...row,
    decision: JSON.parse(row.decisionJson) as StoredDecision,
  }))
  const ids = new Set(
    told.flatMap(({ agentId, decision }) => [
      agentId,
      decision.byAgentId,
      ...decision.candidates.map((candidate) => candidate.agentId),
    ]),
  )
  ids.delete('')
  const names = await agentNames(workspaceId, [...ids])
  const nameOf = (agentId: string): string => names.get(agentId) ?? ''
  return told.map(({ id, agentId, decidedAt, decision, ...row }) => ({
    ...decision,
    id,
    conversationId: row.conversationId,
    at: decidedAt,
    agentId,
    agentName: nameOf(agentId),
    byAgentName: nameOf(decision.byAgentId),
    candidates: decision.candidates.map((candidate) => ({
      ...candidate,
      agentName: nameOf(candidate.agentId),
    })),
    passedOver: [...decision.passedOver],
    reasons: [...decision.reasons],
    steppedDown: [...decision.steppedDown],
  }))
}
