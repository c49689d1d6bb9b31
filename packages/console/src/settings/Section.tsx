import type { ReactNode } from 'react'
import styles from './Section.module.css'

/** One group of settings under its heading. */
export function Section(props: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2>{props.title}</h2>
      {props.hint !== undefined && <p>{props.hint}</p>}
      {props.children}
    </section>
  )
}
