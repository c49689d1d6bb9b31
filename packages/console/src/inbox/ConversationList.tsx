import { VisuallyHidden } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useInboxState, useLive } from '../connection/LiveContext.tsx'
import { listBeside } from './address.ts'
import styles from './ConversationList.module.css'
import { ConversationRow, ROW_HEIGHT } from './ConversationRow.tsx'
import { type View, views } from './rows.ts'

/** Rows drawn beyond what is seen. */
const OVERSCAN = 8

/** How many rows before the end of what is loaded the next page is fetched. */
const LOAD_AHEAD = 15

/** One list of the inbox, with its tabs; only the rows on screen are drawn. */
export function ConversationList({ view, selected }: { view: View; selected: string | undefined }) {
  const { t } = useTranslation()
  const { inbox, me } = useLive()
  const { lists, counts } = useInboxState()
  const { rows, nextCursor, isLoaded } = lists[view]
  const box = useRef<HTMLDivElement>(null)
  const tabs = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN,
  })
  const items = virtualizer.getVirtualItems()
  const lastDrawn = items.at(-1)?.index ?? 0

  useEffect(() => {
    inbox.show(view)
    tabs.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  }, [inbox, view])

  useEffect(() => {
    if (nextCursor !== '' && lastDrawn >= rows.length - LOAD_AHEAD) inbox.loadMore(view)
  }, [inbox, view, nextCursor, lastDrawn, rows.length])

  const selectedIndex = rows.findIndex(({ id }) => id === selected)
  // Moved to by the keyboard: the row comes into view. Not when others move around it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (selectedIndex >= 0) virtualizer.scrollToIndex(selectedIndex, { align: 'auto' })
  }, [selected, view])

  return (
    <section className={styles.list} aria-label={t('inbox.label')}>
      <nav ref={tabs} className={styles.tabs} aria-label={t('inbox.views')}>
        {views.map((one) => (
          <Link
            key={one}
            {...listBeside(one, selected)}
            className={styles.tab ?? ''}
            aria-current={one === view ? 'page' : undefined}
            title={one === 'bot' ? t('view.bot') : undefined}
          >
            {one === 'bot' ? (
              <>
                <IconSparkles size={17} aria-hidden="true" />
                <VisuallyHidden>{t('view.bot')}</VisuallyHidden>
              </>
            ) : (
              t(`view.${one}`)
            )}
            {one !== 'resolved' && counts[one] > 0 && (
              <span className={styles.count}>{counts[one] > 999 ? '999+' : counts[one]}</span>
            )}
          </Link>
        ))}
      </nav>
      <div className={styles.rows} ref={box}>
        {isLoaded && rows.length === 0 && (
          <p className={styles.empty}>{t(`inbox.empty.${view}`)}</p>
        )}
        <ul style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, key, start }) => {
            const conversation = rows[index]
            return (
              conversation !== undefined && (
                <li key={key} style={{ transform: `translateY(${start}px)` }}>
                  <ConversationRow
                    conversation={conversation}
                    view={view}
                    isSelected={conversation.id === selected}
                    isMine={conversation.agentId === me.agent.id}
                  />
                </li>
              )
            )
          })}
        </ul>
      </div>
    </section>
  )
}
