import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
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
  const nav = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address marks another link
  useEffect(() => {
    const here = nav.current?.querySelector('[aria-current]')
    here?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [pathname])
  return (
    <div className={styles.section}>
      <nav ref={nav} aria-label={props.label}>
        <h1 className={styles.title}>{props.title}</h1>
        {props.links}
      </nav>
      <main tabIndex={-1}>{props.children}</main>
    </div>
  )
}
