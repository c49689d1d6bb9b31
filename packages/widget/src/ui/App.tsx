import type { Locale, WidgetSettings } from '@parley/protocol/rest'
import { useEffect, useState } from 'preact/hooks'
import { isResolved, isWithAssistant } from '../app/conversations.ts'
import type { Files } from '../app/files.ts'
import type { createSound } from '../app/sound.ts'
import type { Store } from '../app/store.ts'
import { texts as allTexts } from '../i18n/index.ts'
import { Banner } from './Banner.tsx'
import { Composer } from './Composer.tsx'
import { Face } from './Face.tsx'
import { focusStart } from './focus.ts'
import { Home } from './Home.tsx'
import { BackIcon, CloseIcon, MutedIcon, SoundIcon } from './icons.tsx'
import { MessageList } from './MessageList.tsx'

/** The whole widget: home, or one thread. */
export function App(props: {
  store: Store
  files: Files
  settings: WidgetSettings
  locale: Locale
  sound: ReturnType<typeof createSound>
  isOpen: boolean
  /** Missing where the widget is a page of its own. */
  onClose: (() => void) | undefined
}) {
  const { store, files, settings, locale, sound, isOpen, onClose } = props
  const texts = allTexts[locale]
  const view = store.view.value
  const [isMuted, setMuted] = useState(sound.isMuted)

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // While an input method composes, Escape is its own.
      if (event.key === 'Escape' && !event.isComposing) onClose?.()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [onClose])

  useEffect(() => {
    // A chat that opens by itself, or in another window, takes no focus from the page.
    if (isOpen && document.hasFocus()) focusStart()
  }, [isOpen, view.key])

  const isThread = view.name === 'thread'
  const accepts = settings.files.isOn ? settings.files.kinds : []
  const takesFiles = accepts.length > 0
  useEffect(() => {
    if (isOpen && isThread && takesFiles) void files.load()
  }, [isOpen, isThread, takesFiles])

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
      {onClose && (
        <button
          type="button"
          class="icon"
          aria-label={texts.close}
          title={texts.close}
          onClick={onClose}
        >
          <CloseIcon />
        </button>
      )}
    </span>
  )
  const banner = <Banner texts={texts} status={store.status.value} onRetry={store.retryNow} />
  if (view.name === 'home') {
    return (
      <main class="app" aria-label={texts.chat}>
        <div class="bar bare">{tools}</div>
        {banner}
        <Home store={store} texts={texts} locale={locale} settings={settings} />
      </main>
    )
  }
  const conversation = store.current.value
  const isStaffed = store.isStaffed.value
  const DropTarget = files.desk.value?.DropTarget
  const assistant =
    conversation === undefined || isWithAssistant(conversation) ? settings.assistant : null
  const name = assistant?.name || conversation?.agentName || texts.team
  return (
    <main class="app" aria-label={texts.chat}>
      <div class="bar">
        <button type="button" class="icon" aria-label={texts.back} onClick={store.showHome}>
          <BackIcon />
        </button>
        <Face name={name} picture={assistant?.avatar} />
        <span class="who">
          <h1>{name}</h1>
          <small>
            <i class={isStaffed || assistant ? 'dot on' : 'dot'} />
            {assistant ? texts.answersAtOnce : isStaffed ? texts.staffed : texts.away}
          </small>
        </span>
        {tools}
      </div>
      {banner}
      <div class="body">
        <MessageList
          key={view.key}
          store={store}
          files={files}
          settings={settings}
          texts={texts}
          locale={locale}
        />
        <Composer
          key={view.key}
          texts={texts}
          placeholder={isResolved(conversation) ? texts.writeAgain : texts.write}
          draft={store.draft()}
          onType={store.type}
          onSend={store.send}
          accepts={accepts}
          onFiles={store.sendFiles}
        />
        {takesFiles && DropTarget && <DropTarget locale={locale} onFiles={store.sendFiles} />}
      </div>
    </main>
  )
}
