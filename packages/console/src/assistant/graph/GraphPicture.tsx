import { ActionIcon } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconMinus, IconPlus, IconZoomReset } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/index.ts'
import styles from './GraphPicture.module.css'
import { huesOf } from './hue.ts'
import { boundsOf, layOutGraph, nodeTowards } from './layout.ts'
import { entityItem, type StoredEntity, type StoredRelation } from './queries.ts'
import { usePanZoom } from './use-pan-zoom.ts'

/** Nodes that can still be told apart. */
const NODES_MAX = 80
const MARGIN = 90
const LABEL_MAX = 18
/** Relations whose names fit between the nodes; of more, those of one node are named at a time. */
const TIES_CALM = 14
/** Units of the drawing that are seen at least, so that few nodes are not huge. */
const SEEN_MIN = 480

const directions: Record<string, { x: number; y: number }> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
}

/**
 * Entities and their relations as a picture. It can be dragged and zoomed; every entity is a link,
 * and the arrow keys lead from one to the next.
 */
export function GraphPicture(props: {
  entities: readonly StoredEntity[]
  relations: readonly StoredRelation[]
  /** The key of the entity in the middle. */
  centre?: string
}) {
  const { entities, relations, centre } = props
  const { t } = useTranslation('assistant')
  const navigate = useNavigate()
  const isTall = useMediaQuery('(max-width: 48em)')
  const [active, setActive] = useState<string | undefined>(undefined)
  const nodes = useRef(new Map<string, HTMLAnchorElement>())
  const shown = useMemo(() => pick(entities, centre), [entities, centre])
  const places = useMemo(
    () =>
      layOutGraph(
        shown.map(({ key }) => key),
        relations,
        centre,
        isTall === true ? 'tall' : 'wide',
      ),
    [shown, relations, centre, isTall],
  )
  const hues = useMemo(() => huesOf(shown.map(({ type }) => type)), [shown])
  const bounds = useMemo(() => boundsOf(places.values(), MARGIN, SEEN_MIN), [places])
  const { ref, viewBox, isDragging, zoom, reset, handlers } = usePanZoom(bounds)

  function moveOn(event: KeyboardEvent, from: string): void {
    const direction = directions[event.key]
    if (direction === undefined) return
    event.preventDefault()
    const next = nodeTowards(places, from, direction)
    if (next !== undefined) nodes.current.get(next)?.focus()
  }

  return (
    <div
      className={styles.picture}
      data-calm={relations.length <= TIES_CALM || undefined}
      data-small={centre !== undefined || undefined}
    >
      <svg
        ref={ref}
        viewBox={viewBox}
        role="group"
        aria-label={t('graph.picture', { count: shown.length })}
        data-dragging={isDragging || undefined}
        {...handlers}
      >
        <Ties relations={relations} places={places} active={active} />
        {shown.map((entity) => {
          const { key, type } = entity
          const name = entity.names?.[currentLocale()] ?? entity.name
          const place = places.get(key)
          if (place === undefined) return null
          return (
            <g key={key} transform={`translate(${place.x} ${place.y})`}>
              <a
                ref={(element) => {
                  if (element === null) nodes.current.delete(key)
                  else nodes.current.set(key, element)
                }}
                href={`/console/assistant/graph/${encodeURIComponent(entityItem(key))}`}
                className={styles.node}
                data-centre={key === centre || undefined}
                aria-current={key === centre ? 'true' : undefined}
                style={{ '--hue': hues.get(type) } as React.CSSProperties}
                onMouseEnter={() => setActive(key)}
                onMouseLeave={() => setActive(undefined)}
                onFocus={() => setActive(key)}
                onBlur={() => setActive(undefined)}
                onKeyDown={(event) => moveOn(event, key)}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return
                  event.preventDefault()
                  void navigate({
                    to: '/assistant/$page/$item',
                    params: { page: 'graph', item: entityItem(key) },
                  })
                }}
              >
                <circle r={key === centre ? 24 : 17} />
                <text>
                  <tspan x={0} y={key === centre ? 42 : 35}>
                    {short(name)}
                  </tspan>{' '}
                  <tspan className={styles.type} x={0} y={key === centre ? 57 : 49}>
                    {type}
                  </tspan>
                </text>
              </a>
            </g>
          )
        })}
      </svg>
      <div className={styles.tools}>
        <ActionIcon variant="default" aria-label={t('graph.closer')} onClick={() => zoom(0.8)}>
          <IconPlus size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label={t('graph.farther')} onClick={() => zoom(1.25)}>
          <IconMinus size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label={t('graph.whole')} onClick={reset}>
          <IconZoomReset size={16} />
        </ActionIcon>
      </div>
      {entities.length > shown.length && (
        <p>{t('graph.notDrawn', { count: entities.length - shown.length })}</p>
      )}
    </div>
  )
}

function Ties(props: {
  relations: readonly StoredRelation[]
  places: ReadonlyMap<string, { x: number; y: number }>
  /** The node whose relations stand out. */
  active: string | undefined
}) {
  return props.relations.map(({ id, from, to, type }) => {
    const start = props.places.get(from)
    const end = props.places.get(to)
    if (start === undefined || end === undefined || from === to) return null
    const length = Math.hypot(end.x - start.x, end.y - start.y) || 1
    // The line ends at the circle, so that its arrow is seen.
    const short = Math.min(length, 26) / length
    const x = end.x - (end.x - start.x) * short
    const y = end.y - (end.y - start.y) * short
    const angle = (Math.atan2(end.y - start.y, end.x - start.x) * 180) / Math.PI
    return (
      <g
        key={id}
        className={styles.tie}
        data-active={from === props.active || to === props.active || undefined}
      >
        <line x1={start.x} y1={start.y} x2={x} y2={y} />
        <path d="M0 0 L-9 -4 L-9 4 Z" transform={`translate(${x} ${y}) rotate(${angle})`} />
        <text x={(start.x + end.x) / 2} y={(start.y + end.y) / 2 - 4}>
          {type}
        </text>
      </g>
    )
  })
}

/** The first ones, and the centre among them. */
function pick(entities: readonly StoredEntity[], centre: string | undefined): StoredEntity[] {
  const isCentre = ({ key }: StoredEntity) => key === centre
  return [...entities.filter(isCentre), ...entities.filter((entity) => !isCentre(entity))].slice(
    0,
    NODES_MAX,
  )
}

function short(name: string): string {
  const signs = Array.from(name)
  return signs.length > LABEL_MAX ? `${signs.slice(0, LABEL_MAX - 1).join('')}…` : name
}
