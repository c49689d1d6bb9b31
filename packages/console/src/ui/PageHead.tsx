import type { ReactNode } from 'react'
import styles from './PageHead.module.css'

/** The head of a page: what it is for, and what can be done with all of it. */
export function PageHead(props: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <header className={styles.head}>
      <div>
        <h2>{props.title}</h2>
        {props.hint !== undefined && <p>{props.hint}</p>}
      </div>
      {props.children !== undefined && <div className={styles.actions}>{props.children}</div>}
    </header>
  )
}
