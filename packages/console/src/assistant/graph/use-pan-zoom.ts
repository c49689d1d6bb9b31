import { type PointerEvent, useEffect, useRef, useState } from 'react'

interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Times that a picture can be made larger or smaller than it begins. */
const ZOOM_MAX = 8
/** Pixels that a pointer moves before it drags: less is a click. */
const DRAG_FROM = 4

/**
 * Lets a drawing be dragged, and zoomed by buttons or by the wheel with Ctrl (as pinching does). The
 * wheel alone scrolls the page, which the drawing must not keep to itself.
 */
export function usePanZoom(bounds: Box) {
  const ref = useRef<SVGSVGElement>(null)
  const [seen, setSeen] = useState({ bounds, box: bounds })
  const grip = useRef<{ x: number; y: number; isMoving: boolean } | undefined>(undefined)
  const [isDragging, setDragging] = useState(false)
  // Another graph is seen whole at first.
  const box = seen.bounds === bounds ? seen.box : bounds

  const change = (next: (now: Box) => Box) =>
    setSeen((now) => ({ bounds, box: next(now.bounds === bounds ? now.box : bounds) }))

  /** Below 1 brings things closer; the middle stays where it is. */
  const zoom = (factor: number) => change((now) => zoomed(now, factor, bounds))

  useEffect(() => {
    const svg = ref.current
    if (svg === null) return
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const factor = Math.exp(event.deltaY * 0.002)
      setSeen((now) => ({
        bounds,
        box: zoomed(now.bounds === bounds ? now.box : bounds, factor, bounds),
      }))
    }
    svg.addEventListener('wheel', onWheel, { passive: false })
    return () => svg.removeEventListener('wheel', onWheel)
  }, [bounds])

  function endDrag(): void {
    grip.current = undefined
    setDragging(false)
  }

  return {
    ref,
    viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`,
    isDragging,
    zoom,
    reset: () => setSeen({ bounds, box: bounds }),
    handlers: {
      onPointerDown({ clientX, clientY, button }: PointerEvent) {
        if (button === 0) grip.current = { x: clientX, y: clientY, isMoving: false }
      },
      onPointerMove({ clientX, clientY, pointerId }: PointerEvent) {
        const held = grip.current
        const svg = ref.current
        if (held === undefined || svg === null) return
        const dx = clientX - held.x
        const dy = clientY - held.y
        if (!held.isMoving && Math.hypot(dx, dy) < DRAG_FROM) return
        if (!held.isMoving) {
          svg.setPointerCapture(pointerId)
          setDragging(true)
        }
        grip.current = { x: clientX, y: clientY, isMoving: true }
        const scale = 1 / (svg.getScreenCTM()?.a || 1)
        change((now) => ({ ...now, x: now.x - dx * scale, y: now.y - dy * scale }))
      },
      onPointerUp: endDrag,
      onPointerCancel: endDrag,
    },
  }
}

function zoomed(now: Box, factor: number, bounds: Box): Box {
  const width = Math.min(
    bounds.width * ZOOM_MAX,
    Math.max(bounds.width / ZOOM_MAX, now.width * factor),
  )
  const by = width / now.width
  return {
    x: now.x + (now.width * (1 - by)) / 2,
    y: now.y + (now.height * (1 - by)) / 2,
    width,
    height: now.height * by,
  }
}
