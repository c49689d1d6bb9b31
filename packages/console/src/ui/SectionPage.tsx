import type { ReactNode } from 'react'
import styles from './SectionPage.module.css'

/**
 * A part of the console with several pages: their links along the side, on a phone along the top.
 * `label` names the links for those who hear the page.
 */
export function SectionPage(props: {
  title: string
  label: string
  links: ReactNode
  children: ReactNode
}) {
  return (
    <div className={styles.section}>
      <nav aria-label={props.label}>
        <h1 className={styles.title}>{props.title}</h1>
        {props.links}
      </nav>
      <main tabIndex={-1}>{props.children}</main>
    </div>
  )
}
