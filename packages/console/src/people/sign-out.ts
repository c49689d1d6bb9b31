import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { api } from '../app/api.ts'
import { queryClient } from '../app/queries.ts'
import { reportError } from '../ui/report.ts'

/** Ends this session, or with `everywhere` all sessions of the agent, and leads to the sign-in. */
export function useSignOut(where: 'here' | 'everywhere' = 'here'): () => void {
  const navigate = useNavigate()
  return useCallback(() => {
    api('POST', where === 'here' ? '/api/sign-out' : '/api/sign-out-everywhere')
      .then(async () => {
        queryClient.clear()
        await navigate({ to: '/sign-in' })
      })
      .catch(reportError)
  }, [navigate, where])
}
