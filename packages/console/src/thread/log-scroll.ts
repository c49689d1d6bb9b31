import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** How near to an edge counts as being there, in pixels. */
const NEAR_PX = 60

/**
 * Keeps a log at its end while one is there, and where one reads otherwise: when older rows come on
 * top, what was on screen stays on screen.
 */
export function useLogScroll(options: {
  box: RefObject<HTMLElement | null>
  /** Keys of the first and the last row, and how many there are. */
  firstKey: string | undefined
  lastKey: string | undefined
  count: number
  /** The last row is one's own and new: one wants to see it. */
  isLastOwn: boolean
  onTop: () => void
}) {
  const { box, firstKey, lastKey, count, isLastOwn, onTop } = options
  const [isAtEnd, setAtEnd] = useState(true)
  const [missed, setMissed] = useState(0)
  const before = useRef({ firstKey, lastKey, count: 0, height: 0 })

  useLayoutEffect(() => {
    const area = box.current
    if (area === null) return
    const was = before.current
    const hasNews = was.lastKey !== lastKey
    if (was.count > 0 && was.firstKey !== firstKey && !hasNews) {
      area.scrollTop += area.scrollHeight - was.height
    } else if (was.count === 0 || isAtEnd || (hasNews && isLastOwn)) {
      area.scrollTop = area.scrollHeight
    } else if (hasNews) {
      setMissed((sum) => sum + Math.max(1, count - was.count))
    }
    before.current = { firstKey, lastKey, count, height: area.scrollHeight }
  }, [box, firstKey, lastKey, count, isLastOwn, isAtEnd])

  useEffect(() => {
    const area = box.current
    if (area === null) return
    // A composer that grows, or a keyboard that opens, must not push the newest out of sight.
    const observer = new ResizeObserver(() => {
      if (isAtEnd) area.scrollTop = area.scrollHeight
    })
    observer.observe(area)
    return () => observer.disconnect()
  }, [box, isAtEnd])

  return {
    isAtEnd,
    missed,
    onScroll(): void {
      const area = box.current
      if (area === null) return
      const atEnd = area.scrollHeight - area.scrollTop - area.clientHeight < NEAR_PX
      setAtEnd(atEnd)
      if (atEnd) setMissed(0)
      if (area.scrollTop < NEAR_PX * 4) onTop()
    },
    toEnd(): void {
      box.current?.scrollTo({ top: box.current.scrollHeight, behavior: 'smooth' })
    },
  }
}
