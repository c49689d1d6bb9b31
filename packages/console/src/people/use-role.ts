import type { Role } from '@parley/protocol/rest'
import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../app/queries.ts'

const ranks: Record<Role, number> = { agent: 1, supervisor: 2, admin: 3, owner: 4 }

/** Whether one role includes another: who is more powerful may what the others may. */
export function includesRole(role: Role, least: Role): boolean {
  return ranks[role] >= ranks[least]
}

/**
 * Whether the person has this role or a more powerful one. The server decides what one may; this
 * only hides what would be refused.
 */
export function useHasRole(least: Role): boolean {
  const { data: me } = useQuery(meQuery)
  return me !== undefined && includesRole(me.agent.role, least)
}
