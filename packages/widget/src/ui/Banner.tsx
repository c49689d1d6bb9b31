import type { ConnectionStatus } from '@parley/client'
import { useEffect, useState } from 'preact/hooks'
import type { Texts } from '../i18n/index.ts'

/** How long a connection may take before it is worth a word. */
const PATIENCE_MS = 1_500

/** Says that the connection is away, and that it comes back by itself. */
export function Banner(props: { texts: Texts; status: ConnectionStatus; onRetry: () => void }) {
  const { texts, status } = props
  const [now, setNow] = useState(Date.now)
  const [isLate, setLate] = useState(false)
  const { state } = status

  useEffect(() => {
    setNow(Date.now())
    // Once lost, it stays said until the connection is back: each try does not hide it.
    setLate(state === 'waiting' || (state === 'connecting' && isLate))
    if (state === 'online') return
    const patience = setTimeout(() => setLate(true), PATIENCE_MS)
    const tick = setInterval(() => setNow(Date.now()), 1_000)
    return () => {
      clearTimeout(patience)
      clearInterval(tick)
    }
  }, [state])

  if (state === 'online' || (state === 'connecting' && !isLate)) return null
  return (
    <div class={`banner ${state}`}>
      <span role="status">
        {state === 'connecting' && texts.connecting}
        {state === 'stopped' && texts.stopped}
        {state === 'waiting' && texts.offline}
      </span>
      {state === 'waiting' && (
        <>
          {/* Not read aloud: it changes every second. */}
          <span aria-hidden="true">
            {texts.retryIn(Math.max(1, Math.ceil((status.retryAt - now) / 1_000)))}
          </span>
          <button type="button" onClick={props.onRetry}>
            {texts.retryNow}
          </button>
        </>
      )}
    </div>
  )
}
