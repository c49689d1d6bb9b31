import { useEffect, useState } from 'preact/hooks'
import type { AnswerFoot } from '../answer/AnswerFoot.tsx'

/** How long after a failed try the part is asked for again. */
const RETRY_MS = 3_000

/** What stands below answers is loaded with the first one; undefined until then. */
export function useAnswerFoot(isNeeded: boolean): typeof AnswerFoot | undefined {
  const [foot, setFoot] = useState<{ AnswerFoot: typeof AnswerFoot } | undefined>(undefined)
  useEffect(() => {
    if (!isNeeded) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    const load = () =>
      import('../answer/AnswerFoot.tsx').then(
        (part) => {
          if (!isOver) setFoot(part)
        },
        () => {
          if (!isOver) timer = setTimeout(load, RETRY_MS)
        },
      )
    void load()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [isNeeded])
  return foot?.AnswerFoot
}
