import { Presence } from '@parley/protocol'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive, useLiveState } from '../connection/LiveContext.tsx'
import type { Alert } from '../connection/live.ts'
import { contactName, previewText } from '../ui/texts.ts'
import { useAttention } from './attention.ts'
import { useAlertPreferences } from './preferences.ts'
import { playSound } from './sounds.ts'

/** A notification says enough to decide, and not more. */
const BODY_LENGTH_MAX = 140

/** Tells the agent what needs it: by sound, by notification, in the tab's title and icon. */
export function Alerts() {
  const { t } = useTranslation()
  const live = useLive()
  const { presence } = useLiveState()
  const navigate = useNavigate()
  const { conversationId: onScreen } = useParams({ strict: false })
  const [preferences] = useAlertPreferences()
  const attention = useAttention()

  // What needs attention is counted from these two lists, whichever list is on screen.
  useEffect(() => {
    live.inbox.show('mine')
    live.inbox.show('unassigned')
  }, [live])

  useEffect(() => {
    document.title = attention === 0 ? 'Parley' : `(${attention}) Parley`
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (icon !== null) icon.href = `/console/icon${attention === 0 ? '' : '-attention'}.svg`
  }, [attention])

  const tell = useEffectEvent((alert: Alert) => {
    if (presence === Presence.AWAY || alert.conversation === undefined) return
    const { conversation } = alert
    const isLookedAt = document.hasFocus() && onScreen === conversation.id
    if (isLookedAt) return
    if (preferences.hasSound) playSound(alert.kind)
    if (!preferences.hasNotifications || document.hasFocus() || !('Notification' in window)) return
    const name = contactName(conversation, t)
    const isMessage = alert.kind === 'message'
    const text = isMessage ? alert.text : previewText(conversation, t)
    const notification = new Notification(
      isMessage ? t('alert.message', { name }) : t('alert.conversation', { name }),
      {
        body: text.slice(0, BODY_LENGTH_MAX),
        // One for each conversation: the newest replaces the one before.
        tag: conversation.id,
        icon: '/console/icon.svg',
      },
    )
    notification.onclick = () => {
      window.focus()
      notification.close()
      void navigate({
        to: '/inbox/$view/$conversationId',
        params: { view: isMessage ? 'mine' : 'unassigned', conversationId: conversation.id },
      })
    }
  })

  useEffect(() => live.onAlert((alert) => tell(alert)), [live])
  return null
}
