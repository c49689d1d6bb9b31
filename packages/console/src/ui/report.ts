import { notifications } from '@mantine/notifications'
import { ConnectionLost } from '@parley/client'
import { Refusal } from '@parley/protocol'
import i18next from 'i18next'

/** What a person reads of an error, in the language that is spoken. */
export function errorText(error: unknown): string {
  const { t } = i18next
  if (error instanceof ConnectionLost) return t('error.offline')
  if (!(error instanceof Refusal)) return t('error.other', { message: String(error) })
  const { reason, message, retryAfterMs } = error
  switch (reason) {
    case 'bad_credentials':
    case 'not_allowed':
    case 'not_found':
    case 'conflict':
    case 'invite_not_valid':
    case 'text_too_long':
      return t(`error.${reason}`)
    case 'too_many_requests':
      return t('error.too_many_requests', { seconds: Math.ceil(retryAfterMs / 1000) })
    case 'overloaded':
    case 'draining':
      return t('error.offline')
    case 'bad_input':
      return t('error.bad_input', { message })
    default:
      return t('error.other', { message })
  }
}

/** Tells the person that something did not work. */
export function reportError(error: unknown): void {
  notifications.show({
    color: 'red',
    title: i18next.t('error.title'),
    message: errorText(error),
  })
}

/** Tells the person that something was done. */
export function reportDone(message: string): void {
  notifications.show({ message, autoClose: 2_000 })
}
