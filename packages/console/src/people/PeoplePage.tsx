import type { ReactNode } from 'react'
import styles from './PeoplePage.module.css'

/** The card in the middle of the pages that one sees before signing in. */
export function PeoplePage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <img src="/console/icon.svg" alt="Parley" width={44} height={44} />
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  )
}
