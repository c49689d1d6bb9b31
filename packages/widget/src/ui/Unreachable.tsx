import type { Locale } from '@parley/protocol/rest'
import { texts as allTexts } from '../i18n/index.ts'
import { CloseIcon } from './icons.tsx'

/** Stands in the app's place while nothing is known of the channel. */
export function Unreachable(props: {
  locale: Locale
  onRetry: () => void
  onClose: (() => void) | undefined
}) {
  const texts = allTexts[props.locale]
  return (
    <main class="app unreachable" aria-label={texts.chat}>
      {props.onClose && (
        <button type="button" class="icon" aria-label={texts.close} onClick={props.onClose}>
          <CloseIcon />
        </button>
      )}
      <p role="alert">{texts.unreachable}</p>
      <button type="button" class="again" onClick={props.onRetry}>
        {texts.retryNow}
      </button>
    </main>
  )
}
