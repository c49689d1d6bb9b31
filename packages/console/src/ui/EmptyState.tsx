import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'

/** Stands where a list has nothing yet: why, and what to do next. */
export function EmptyState(props: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <strong>{props.title}</strong>
      {props.hint !== undefined && <p>{props.hint}</p>}
      {props.children}
    </div>
  )
}
