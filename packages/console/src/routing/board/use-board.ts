import type { RoutingBoard } from '@parley/protocol/rest/routing-board'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLive } from '../../connection/LiveContext.tsx'
import { reportError } from '../../ui/report.ts'
import { boardQuery } from '../queries.ts'

/** The board as it is now: the server says when it is another one. */
export function useBoard(): RoutingBoard | undefined {
  const { connection } = useLive()
  const queries = useQueryClient()
  const { data } = useQuery({ ...boardQuery, staleTime: 0 })
  useEffect(() => {
    const watch = (isWatching: boolean) =>
      connection.request({ $case: 'watchBoard', value: { isWatching } }, 'done')
    const stale = () => void queries.invalidateQueries({ queryKey: boardQuery.queryKey })
    const end = connection.subscribe((event) => {
      if (event.type === 'pushed' && event.body.$case === 'boardChanged') stale()
      // After a lost connection nobody knows that this page watches.
      if (event.type === 'welcomed') {
        watch(true).catch(reportError)
        stale()
      }
    })
    watch(true).catch(() => {
      // It is asked again with the next welcome.
    })
    return () => {
      end()
      watch(false).catch(() => {
        // The connection is gone, and the wish with it.
      })
    }
  }, [connection, queries])
  return data
}
