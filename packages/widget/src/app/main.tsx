import { contrast, readableOn } from '@parley/browser'
import type { WidgetSettings } from '@parley/protocol/rest'
import { computed, signal } from '@preact/signals'
import { render } from 'preact'
import { type Overrides, type ToFrame, type ToPage, unwrap, wrap } from '../frame-messages.ts'
import { chooseLocale } from '../i18n/index.ts'
import { App } from '../ui/App.tsx'
import { createSound } from './sound.ts'
import { createStore } from './store.ts'
import { createVisitorToken } from './visitor-token.ts'
import '../ui/style/base.css'
import '../ui/style/bar.css'
import '../ui/style/home.css'
import '../ui/style/thread.css'
import '../ui/style/composer.css'

const channelId = decodeURIComponent(location.pathname.split('/').at(-1) ?? '')
const sound = createSound()

/** The page around the frame; known from its first message on. */
let pageOrigin: string | undefined

function say(message: ToPage): void {
  // `ready` says nothing of the visitor, so it may go to a page that is not known yet.
  if (parent !== window) parent.postMessage(wrap(message), pageOrigin ?? '*')
}

async function start(): Promise<void> {
  const response = await fetch(`/api/widget/${encodeURIComponent(channelId)}`)
  if (!response.ok) throw new Error(`the channel was refused (${response.status})`)
  const loaded: WidgetSettings = await response.json()
  const overrides = signal<Overrides>({})
  const settings = computed<WidgetSettings>(() => ({ ...loaded, ...overrides.value }))
  const locale = computed(() => chooseLocale(settings.value.locale, navigator.languages))
  let isOpen = parent === window

  const store = createStore({
    url: `${location.origin.replace(/^http/, 'ws')}/ws`,
    channelId,
    locale: locale.value,
    token: createVisitorToken(channelId),
    onUnseen(message) {
      sound.play()
      const text = message.content?.$case === 'text' ? message.content.value.text : ''
      say({ type: 'message', text: text.slice(0, 200), author: message.authorName })
    },
  })
  const showVisibility = () => store.setVisible(isOpen && document.visibilityState === 'visible')
  document.addEventListener('visibilitychange', showVisibility)
  addEventListener('online', store.retryNow)
  showVisibility()

  const close = () => say({ type: 'close' })
  function Root() {
    const { color, colorScheme } = settings.value
    document.documentElement.lang = locale.value
    document.documentElement.dataset.scheme = colorScheme
    const { style } = document.documentElement
    style.setProperty('--accent', color)
    style.setProperty('--on-accent', readableOn(color))
    // A pale colour is no good for marks on a pale ground.
    style.setProperty('--mark', contrast(color, '#ffffff') >= 3 ? color : 'var(--text)')
    return (
      <App
        store={store}
        settings={settings.value}
        locale={locale.value}
        sound={sound}
        onClose={close}
      />
    )
  }
  const root = document.getElementById('app')
  if (root === null) throw new Error('the page has no place for the app')
  render(<Root />, root)

  store.unread.subscribe((count) => say({ type: 'unread', count }))
  addEventListener('message', (event) => {
    if (event.source !== parent) return
    const message = unwrap<ToFrame>(event.data)
    if (message === undefined) return
    pageOrigin = event.origin
    switch (message.type) {
      case 'opened':
      case 'closed':
        isOpen = message.type === 'opened'
        showVisibility()
        if (isOpen) document.querySelector<HTMLElement>('textarea, .start')?.focus()
        return
      case 'identify':
        store.identify(message.identity)
        return
      case 'set':
        overrides.value = message.overrides
        return
      case 'page':
        store.visitPage(message.page)
        return
    }
  })
  say({ type: 'ready' })
}

start().catch((error) => console.error('Parley:', error))
