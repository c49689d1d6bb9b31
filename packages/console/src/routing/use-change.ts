import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { reportDone, reportError } from '../ui/report.ts'

/** A change of routing's facts: says that it is saved, and lets every list of them be read anew. */
export function useChange<Change, Answer>(carryOut: (change: Change) => Promise<Answer>) {
  const { t } = useTranslation('routing')
  const queries = useQueryClient()
  return useMutation({
    mutationFn: carryOut,
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['routing'] })
      reportDone(t('common.saved'))
    },
    onError: reportError,
  })
}
