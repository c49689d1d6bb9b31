import type { Role } from '@parley/protocol/rest'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../app/queries.ts'

/** The roles that one may give: nobody makes owners but an owner. */
export function useRoleOptions(): { value: Role; label: string }[] {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const roles: Role[] = ['agent', 'supervisor', 'admin']
  if (me?.agent.role === 'owner') roles.push('owner')
  return roles.map((value) => ({ value, label: t(`role.${value}`) }))
}
