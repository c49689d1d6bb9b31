import { useHasRole } from '../people/use-role.ts'

/** Whether to offer what only administrators may do. The server decides; this only hides. */
export function useIsAdmin(): boolean {
  return useHasRole('admin')
}
