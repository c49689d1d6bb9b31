import { initial } from '@parley/browser'
import styles from './Avatar.module.css'

/** A picture, or an initial on a colour of its own. Decorative: the name stands beside it. */
export function Avatar(props: {
  name: string
  id: string
  /** A data URL; empty shows the initial. */
  picture?: string
  size?: number
  isOnline?: boolean
}) {
  const { name, id, picture = '', size = 36, isOnline = false } = props
  return (
    <span
      className={styles.avatar}
      style={{ '--size': `${size}px`, '--hue': hue(id) } as React.CSSProperties}
      aria-hidden="true"
    >
      {picture === '' ? initial(name) : <img src={picture} alt="" />}
      {isOnline && <i className={styles.online} />}
    </span>
  )
}

/** One of twelve hues, the same for the same id. */
function hue(id: string): number {
  let sum = 0
  for (const sign of id) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 997
  return (sum % 12) * 30 + 10
}
