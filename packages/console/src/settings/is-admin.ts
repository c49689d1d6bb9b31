import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../app/queries.ts'

/** Whether to offer what only administrators may do. The server decides; this only hides. */
export function useIsAdmin(): boolean {
  const { data: me } = useQuery(meQuery)
  return me?.agent.role === 'admin' || me?.agent.role === 'owner'
}
