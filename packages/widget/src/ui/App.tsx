import { initial } from '@parley/browser'
import type { Locale, WidgetSettings } from '@parley/protocol/rest'
import { useEffect, useState } from 'preact/hooks'
import type { createSound } from '../app/sound.ts'
import { isResolved, type Store } from '../app/store.ts'
import { texts as allTexts } from '../i18n/index.ts'
import { Banner } from './Banner.tsx'
import { Composer } from './Composer.tsx'
import { Home } from './Home.tsx'
import { BackIcon, CloseIcon, MutedIcon, SoundIcon } from './icons.tsx'
import { MessageList } from './MessageList.tsx'

/** The whole widget: home, or one thread. */
export function App(props: {
  store: Store
  settings: WidgetSettings
  locale: Locale
  sound: ReturnType<typeof createSound>
  onClose: () => void
}) {
  const { store, settings, locale, sound, onClose } = props
  const texts = allTexts[locale]
  const view = store.view.value
  const [isMuted, setMuted] = useState(sound.isMuted)

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [onClose])

  const tools = (
    <span class="tools">
      <button
        type="button"
        class="icon"
        aria-label={isMuted ? texts.unmute : texts.mute}
        title={isMuted ? texts.unmute : texts.mute}
        onClick={() => {
          sound.setMuted(!isMuted)
          setMuted(!isMuted)
        }}
      >
        {isMuted ? <MutedIcon /> : <SoundIcon />}
      </button>
      <button type="button" class="icon" aria-label={texts.close} onClick={onClose}>
        <CloseIcon />
      </button>
    </span>
  )
  const banner = <Banner texts={texts} status={store.status.value} onRetry={store.retryNow} />
  if (view.name === 'home') {
    return (
      <>
        <div class="bar bare">{tools}</div>
        {banner}
        <Home store={store} texts={texts} locale={locale} settings={settings} />
      </>
    )
  }
  const conversation = store.current.value
  const isStaffed = store.isStaffed.value
  const name = conversation?.agentName || texts.team
  return (
    <>
      <header class="bar">
        <button type="button" class="icon" aria-label={texts.back} onClick={store.showHome}>
          <BackIcon />
        </button>
        <span class="avatar" aria-hidden="true">
          {initial(name)}
        </span>
        <span class="who">
          <h1>{name}</h1>
          <small>
            <i class={isStaffed ? 'dot on' : 'dot'} />
            {isStaffed ? texts.staffed : texts.away}
          </small>
        </span>
        {tools}
      </header>
      {banner}
      <main class="body">
        <MessageList
          key={view.conversationId === '' ? 'new' : 'thread'}
          store={store}
          texts={texts}
          locale={locale}
        />
        <Composer
          texts={texts}
          placeholder={isResolved(conversation) ? texts.writeAgain : texts.write}
          draftKey={view.conversationId}
          onType={store.type}
          onSend={store.send}
        />
      </main>
    </>
  )
}
