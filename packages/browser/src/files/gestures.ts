/** How far a finger goes for a swipe, and how little for a tap, in pixels. */
const SWIPE_PX = 50
const TAP_PX = 8

const SCALE_MAX = 6

interface Point {
  x: number
  y: number
}

/**
 * Lets fingers and mouse move a picture on its stage: pinch, wheel and double click change its
 * size, a drag moves one that is enlarged; else it swipes to the next (1) or previous (−1), or
 * down and away. A click beside the picture leaves, too.
 */
export function watchGestures(
  stage: HTMLElement,
  picture: HTMLElement,
  { onSwipe, onLeave }: { onSwipe: (step: 1 | -1) => void; onLeave: () => void },
): { reset(): void; close(): void } {
  const stop = new AbortController()
  const { signal } = stop
  const points = new Map<number, Point>()
  let scale = 1
  let move: Point = { x: 0, y: 0 }
  let start: Point | undefined
  let isPinched = false

  function draw(): void {
    picture.style.transform = `translate(${move.x}px, ${move.y}px) scale(${scale})`
  }

  function reset(): void {
    scale = 1
    move = { x: 0, y: 0 }
    draw()
  }

  /** Keeps the point under the fingers where it is. */
  function zoom(factor: number, around: Point): void {
    const next = Math.min(SCALE_MAX, Math.max(1, scale * factor))
    const box = stage.getBoundingClientRect()
    const x = around.x - box.x - box.width / 2
    const y = around.y - box.y - box.height / 2
    const real = next / scale
    move = { x: x - (x - move.x) * real, y: y - (y - move.y) * real }
    scale = next
    if (scale === 1) reset()
    else draw()
  }

  stage.addEventListener(
    'pointerdown',
    (event) => {
      stage.setPointerCapture(event.pointerId)
      points.set(event.pointerId, { x: event.clientX, y: event.clientY })
      isPinched = points.size > 1
      if (points.size === 1) start = { x: event.clientX, y: event.clientY }
    },
    { signal },
  )
  stage.addEventListener(
    'pointermove',
    (event) => {
      const before = points.get(event.pointerId)
      if (before === undefined) return
      const after = { x: event.clientX, y: event.clientY }
      const [other] = [...points].flatMap(([id, point]) => (id === event.pointerId ? [] : point))
      points.set(event.pointerId, after)
      if (other !== undefined) {
        const middle = { x: (after.x + other.x) / 2, y: (after.y + other.y) / 2 }
        zoom(distance(after, other) / Math.max(1, distance(before, other)), middle)
      } else if (scale > 1) {
        move = { x: move.x + after.x - before.x, y: move.y + after.y - before.y }
        draw()
      } else if (start !== undefined) {
        picture.style.transform = `translate(${after.x - start.x}px, ${Math.max(0, after.y - start.y)}px)`
      }
    },
    { signal },
  )

  function ended(event: PointerEvent): void {
    points.delete(event.pointerId)
    if (points.size > 0 || start === undefined) return
    const way = { x: event.clientX - start.x, y: event.clientY - start.y }
    start = undefined
    if (isPinched || scale > 1) return
    draw()
    if (event.type === 'pointercancel') return
    const isTap = Math.hypot(way.x, way.y) < TAP_PX
    if (isTap && !isInside(picture, event)) onLeave()
    else if (way.y > 2 * SWIPE_PX && way.y > Math.abs(way.x)) onLeave()
    else if (Math.abs(way.x) > SWIPE_PX) onSwipe(way.x < 0 ? 1 : -1)
  }
  stage.addEventListener('pointerup', ended, { signal })
  stage.addEventListener('pointercancel', ended, { signal })
  stage.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      zoom(Math.exp(-event.deltaY / 300), { x: event.clientX, y: event.clientY })
    },
    { signal, passive: false },
  )
  stage.addEventListener(
    'dblclick',
    (event) => zoom(scale > 1 ? 1 / SCALE_MAX : 2.5, { x: event.clientX, y: event.clientY }),
    { signal },
  )
  return { reset, close: () => stop.abort() }
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}

function isInside(element: HTMLElement, { clientX, clientY }: PointerEvent): boolean {
  const box = element.getBoundingClientRect()
  return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom
}
