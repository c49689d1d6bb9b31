import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Alerts } from '../alerts/Alerts.tsx'
import { Commands } from '../commands/Commands.tsx'
import { AutoAway } from '../connection/AutoAway.tsx'
import { ConnectionBanner } from '../connection/ConnectionBanner.tsx'
import { LiveProvider } from '../connection/LiveContext.tsx'
import { speak } from '../i18n/index.ts'
import { OfferCards } from '../offers/OfferCards.tsx'
import { DeskProvider } from './desk.tsx'
import { meQuery } from './queries.ts'
import { Rail } from './Rail.tsx'
import styles from './Shell.module.css'

/** What stands around every page of a signed-in agent. */
export function Shell() {
  const { data: me } = useQuery(meQuery)
  const locale = me?.locale
  useEffect(() => {
    if (locale !== undefined) void speak(locale)
  }, [locale])
  if (me === undefined) return null
  return (
    <LiveProvider me={me}>
      <DeskProvider>
        <Alerts />
        <AutoAway />
        <OfferCards />
        <Commands />
        <div className={styles.shell}>
          <Rail me={me} />
          <div className={styles.page}>
            <ConnectionBanner />
            <Outlet />
          </div>
        </div>
      </DeskProvider>
    </LiveProvider>
  )
}
