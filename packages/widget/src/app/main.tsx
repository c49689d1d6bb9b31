import { fileLabel } from '@parley/browser'
import { localStorageOutbox } from '@parley/client'
import { effect, signal, untracked } from '@preact/signals'
import { render } from 'preact'
import { App } from '../ui/App.tsx'
import { Unreachable } from '../ui/Unreachable.tsx'
import { createFiles } from './files.ts'
import { forgetVisitor } from './forget.ts'
import { toIdentity } from './identity.ts'
import { meetPage } from './page.ts'
import { createSession } from './session.ts'
import { dress, loadSettings } from './settings.ts'
import { createSound } from './sound.ts'
import { createStore } from './store.ts'
import { createTabMemory } from './tab-memory.ts'
import { createVisitorToken } from './visitor-token.ts'
import '../ui/style/base.css'
import '../ui/style/bar.css'
import '../ui/style/home.css'
import '../ui/style/thread.css'
import '../ui/style/composer.css'

const channelId = decodeURIComponent(location.pathname.split('/').at(-1) ?? '')
const settings = loadSettings(channelId)
const token = createVisitorToken(channelId)
const sound = createSound()
const isOpen = signal(false)
let session: ReturnType<typeof begin> | undefined

const page = meetPage((message) => {
  switch (message.type) {
    case 'set':
      settings.override(message.overrides)
      // Not before: the first hello tells the language that the page chose.
      session ??= begin()
      return
    case 'opened':
    case 'closed':
      isOpen.value = message.type === 'opened'
      return
    case 'identify':
      if (message.identity !== null) session?.identify(toIdentity(message.identity))
      // Only once: a frame that has just begun anew is told the same again.
      else if (token.read() !== '') forgetVisitor(channelId)
      return
    case 'page':
      session?.visitPage(message.page)
      return
  }
})
if (!page.isThere) {
  isOpen.value = true
  begin()
}

/** Connects and draws. */
function begin() {
  const begun = createSession({
    url: `${location.origin.replace(/^http/, 'ws')}/ws`,
    channelId,
    locale: () => settings.locale.value,
    token,
    onStranger: () => forgetVisitor(channelId),
  })
  const files = createFiles(begun.connection, () => import('../files/index.tsx'))
  const store = createStore({
    session: begun,
    files,
    outboxStorage: localStorageOutbox(`parley.outbox.${channelId}`),
    memory: createTabMemory(channelId),
    onUnseen(message) {
      sound.play()
      const { content } = message
      const text =
        content?.$case === 'file'
          ? fileLabel(
              { fileKind: content.value.kind, fileName: content.value.name },
              settings.locale.value,
            )
          : content?.$case === 'text'
            ? content.value.text
            : ''
      page.say({
        type: 'message',
        detail: { text: text.slice(0, 200), author: message.authorName },
      })
    },
  })
  const showVisibility = () => {
    const isVisible = isOpen.value && document.visibilityState === 'visible'
    // What it changes in turn is not what it depends on.
    untracked(() => store.setVisible(isVisible))
  }
  document.addEventListener('visibilitychange', showVisibility)
  addEventListener('online', store.retryNow)
  isOpen.subscribe(showVisibility)
  store.unread.subscribe((detail) => page.say({ type: 'unread', detail }))
  effect(() => {
    if (settings.current.value === undefined) return
    dress(document, settings.current.value, settings.locale.value)
  })

  const onClose = page.isThere ? () => page.say({ type: 'close' }) : undefined
  function Root() {
    const [current, locale] = [settings.current.value, settings.locale.value]
    if (current === undefined) {
      if (!settings.isUnreachable.value) return null
      return <Unreachable locale={locale} onRetry={settings.retry} onClose={onClose} />
    }
    return (
      <App
        store={store}
        files={files}
        settings={current}
        locale={locale}
        sound={sound}
        isOpen={isOpen.value}
        onClose={onClose}
      />
    )
  }
  const root = document.getElementById('app')
  if (root === null) throw new Error('the page has no place for the app')
  render(<Root />, root)
  return begun
}
