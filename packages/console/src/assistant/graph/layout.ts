/** A thing to be drawn, and what ties two of them. */
export interface Tie {
  from: string
  to: string
}

/** Where a node stands; the middle is 0, 0. */
export interface Place {
  x: number
  y: number
}

/** How far apart tied nodes would like to be, in units of the drawing. */
const TIE_LENGTH = 130

const ROUNDS = 220
/** Above this many nodes the rounds are fewer: each costs a step for every pair. */
const NODES_MANY = 40

/**
 * Places nodes so that tied ones are near and others apart: springs along the ties, repulsion
 * between all, and slower from round to round (Fruchterman and Reingold, 1991). The same input
 * always gives the same picture. The node called `centre`, if there is one, stays in the middle;
 * `shape` is that of the frame.
 *
 * Takes time with the square of the nodes: 80 take some ten milliseconds.
 */
export function layOutGraph(
  keys: readonly string[],
  ties: readonly Tie[],
  centre: string | undefined,
  shape: 'wide' | 'tall' = 'wide',
): Map<string, Place> {
  // A pull to the middle keeps all in the picture, and gives it the shape of its frame.
  const many = Math.min(1, keys.length / NODES_MANY)
  const [strong, weak] = [3 * many, 0.9 * many]
  const towards = shape === 'wide' ? { x: weak, y: strong } : { x: strong, y: weak }
  const nodes = keys.map((key, at) => ({ key, ...onSpiral(at), moveX: 0, moveY: 0 }))
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const middle = centre === undefined ? undefined : byKey.get(centre)
  if (middle !== undefined) Object.assign(middle, { x: 0, y: 0 })
  const springs = ties.flatMap(({ from, to }) => {
    const one = byKey.get(from)
    const other = byKey.get(to)
    return one === undefined || other === undefined || one === other ? [] : [[one, other] as const]
  })
  const rounds = nodes.length > NODES_MANY ? ROUNDS / 2 : ROUNDS
  for (let round = 0; round < rounds; round += 1) {
    for (const node of nodes) {
      node.moveX = -node.x * towards.x
      node.moveY = -node.y * towards.y
    }
    for (const [at, one] of nodes.entries()) {
      for (const other of nodes.slice(at + 1)) push(one, other)
    }
    for (const [one, other] of springs) pull(one, other)
    const stepMax = 40 * (1 - round / rounds) + 1
    for (const node of nodes) {
      if (node === middle) continue
      const length = Math.hypot(node.moveX, node.moveY) || 1
      const step = Math.min(length, stepMax) / length
      node.x += node.moveX * step
      node.y += node.moveY * step
    }
  }
  return new Map(nodes.map(({ key, x, y }) => [key, { x, y }]))
}

interface Moving extends Place {
  moveX: number
  moveY: number
}

/** Nodes keep each other at a distance. */
function push(one: Moving, other: Moving): void {
  const x = one.x - other.x
  const y = one.y - other.y
  const force = (TIE_LENGTH * TIE_LENGTH) / Math.max(100, x * x + y * y)
  one.moveX += x * force
  one.moveY += y * force
  other.moveX -= x * force
  other.moveY -= y * force
}

/** A tie pulls, the longer the more. */
function pull(one: Moving, other: Moving): void {
  const x = one.x - other.x
  const y = one.y - other.y
  const force = Math.hypot(x, y) / TIE_LENGTH
  one.moveX -= x * force
  one.moveY -= y * force
  other.moveX += x * force
  other.moveY += y * force
}

/** Where a node begins: a sunflower's seeds never stand in one another's place. */
function onSpiral(at: number): Place {
  const angle = at * Math.PI * (3 - Math.sqrt(5))
  const radius = TIE_LENGTH * 0.6 * Math.sqrt(at + 0.5)
  return { x: Math.cos(angle) * radius, y: Math.sin(angle) * radius }
}

/** The rectangle around all places, with a margin; small pictures are not blown up. */
export function boundsOf(places: Iterable<Place>, margin: number, sizeMin = 0) {
  const all = Array.from(places)
  const xs = all.map(({ x }) => x)
  const ys = all.map(({ y }) => y)
  const side = (values: number[]) => {
    const least = Math.min(0, ...values) - margin
    const length = Math.max(0, ...values) + margin - least
    const more = Math.max(0, sizeMin - length)
    return { from: least - more / 2, length: length + more }
  }
  const [across, down] = [side(xs), side(ys)]
  return { x: across.from, y: down.from, width: across.length, height: down.length }
}

/** The node that an arrow key leads to: near, and rather straight on than to the side. */
export function nodeTowards(
  places: ReadonlyMap<string, Place>,
  from: string,
  direction: Place,
): string | undefined {
  const here = places.get(from)
  if (here === undefined) return undefined
  let best: string | undefined
  let bestCost = Number.POSITIVE_INFINITY
  for (const [key, { x, y }] of places) {
    const along = (x - here.x) * direction.x + (y - here.y) * direction.y
    const beside = Math.abs((x - here.x) * direction.y) + Math.abs((y - here.y) * direction.x)
    const cost = along + 2 * beside
    if (key === from || along <= 0 || beside > along * 2 || cost >= bestCost) continue
    best = key
    bestCost = cost
  }
  return best
}
