import type { Me } from '@parley/protocol/rest'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../app/api.ts'
import { meQuery, queryClient } from '../app/queries.ts'
import { errorText } from '../ui/report.ts'

/** A form that lets somebody in: it posts `body()`, and leads on to `next` as the one who it says. */
export function useEntering(path: string, next: string, body: () => object) {
  const navigate = useNavigate()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')

  async function enter(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setFailure('')
    try {
      const me = await api<Me>('POST', path, body())
      queryClient.clear()
      queryClient.setQueryData(meQuery.queryKey, me)
      await navigate({ to: next })
    } catch (error) {
      setFailure(errorText(error))
      setBusy(false)
    }
  }

  return { enter, isBusy, failure }
}
