import { fileLabel } from '@parley/browser'
import { AuthorKind, type Conversation } from '@parley/protocol'
import type { TFunction } from 'i18next'
import { currentLocale } from '../i18n/index.ts'

/** A contact's name, or a mark by which an anonymous visitor can be told from others. */
export function contactName(
  { contactName: name, contactId }: Pick<Conversation, 'contactName' | 'contactId'>,
  t: TFunction,
): string {
  return name || t('inbox.visitor', { mark: contactId.slice(-4).toUpperCase() })
}

/** How long something takes, in one unit: "4 min". */
export function span(ms: number, t: TFunction): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return t('time.now')
  if (minutes < 60) return t('time.minutes', { count: minutes })
  if (minutes < 48 * 60) return t('time.hours', { count: Math.floor(minutes / 60) })
  return t('time.days', { count: Math.floor(minutes / 1440) })
}

/** A list's line under the name: what was said last, and whether our side did. */
export function previewText({ preview }: Conversation, t: TFunction): string {
  if (preview === undefined) return t('inbox.noPreview')
  const text = (preview.text || fileLabel(preview, currentLocale())).replaceAll(/\s+/g, ' ')
  switch (preview.authorKind) {
    case AuthorKind.CONTACT:
      return text
    case AuthorKind.ASSISTANT:
      return t('inbox.assistantSaid', { text })
    default:
      return t('inbox.you', { text })
  }
}
