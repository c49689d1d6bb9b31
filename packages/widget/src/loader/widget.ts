import type { Locale, WidgetSettings } from '@parley/protocol/rest'
import { type Overrides, type ToFrame, type ToPage, unwrap, wrap } from '../frame-messages.ts'
import { complain } from './complain.ts'
import { isKept, keep } from './kept.ts'
import { createLauncher, type Launcher } from './launcher.ts'
import { watchPages } from './pages.ts'

// A tab remembers that the chat was open, a site that the visitor has chatted there before.
const tabStorage = () => sessionStorage
const siteStorage = () => localStorage

/** The launcher and the frame on one page. */
export interface Widget {
  /** Without a parameter it toggles. */
  setOpen(isOpen?: boolean): void
  identify(identity: unknown): void
  override(overrides: unknown): void
  start(): void
  remove(): void
}

/** Puts nothing on the page before `start`; what is asked for until then is done afterwards. */
export function createWidget(
  origin: string,
  channelId: string,
  tell: (event: string, detail?: unknown) => void,
): Widget {
  const key = `parley:${channelId}`
  const identities: unknown[] = []
  let settings: WidgetSettings | undefined
  let overrides: Overrides = {}
  let launcher: Launcher | undefined
  let frame: HTMLIFrameElement | undefined
  let isFrameReady = false
  let isOpen = false
  /** Asked to open or close before the launcher was there. */
  let wanted: boolean | undefined
  let isRemoved = false
  let stopPages: (() => void) | undefined

  function say(message: ToFrame): void {
    if (isFrameReady) frame?.contentWindow?.postMessage(wrap(message), origin)
  }

  function createFrame(): void {
    // One that never became ready is given another chance.
    if (isFrameReady || launcher === undefined) return
    frame?.remove()
    frame = document.createElement('iframe')
    frame.src = `${origin}/widget/${channelId}`
    frame.allow = 'autoplay'
    launcher.hold(frame)
  }

  function setOpen(next = !isOpen, isQuiet = false): void {
    wanted = next
    if (launcher === undefined || next === isOpen) return
    isOpen = next
    if (next) createFrame()
    keep(tabStorage, key, next)
    if (next) keep(siteStorage, key, true)
    launcher.setOpen(next)
    if (next && !isQuiet) frame?.focus()
    say({ type: next ? 'opened' : 'closed' })
    tell(next ? 'open' : 'close')
  }

  function onMessage(event: MessageEvent): void {
    const message = unwrap<ToPage>(event, { source: frame?.contentWindow, origin })
    switch (message?.type) {
      case 'ready':
        isFrameReady = true
        launcher?.setReady()
        say({ type: 'set', overrides: look() })
        for (const identity of identities) say({ type: 'identify', identity })
        stopPages?.()
        stopPages = watchPages((page) => say({ type: 'page', page }))
        if (isOpen) say({ type: 'opened' })
        return
      case 'close':
        setOpen(false)
        return
      case 'unread':
        launcher?.setUnread(message.detail)
        tell(message.type, message.detail)
        return
      case 'message':
        tell(message.type, message.detail)
        return
      case undefined:
        return
    }
  }

  /** The channel's settings with what the page overrides; `auto` follows the page's language. */
  function look() {
    const given = { ...(settings as WidgetSettings), ...overrides }
    const { lang } = document.documentElement
    const language = given.locale === 'auto' ? lang || navigator.language : given.locale
    const locale: Locale = /^zh/i.test(language) ? 'zh-CN' : 'en'
    return { ...given, locale }
  }

  async function start(): Promise<void> {
    const response = await fetch(`${origin}/api/widget/${channelId}`)
    if (!response.ok) throw new Error(`channel ${channelId}: ${response.status}`)
    settings = await response.json()
    if (isRemoved) return
    launcher = createLauncher(look(), setOpen)
    tell('ready')
    // A chat that goes on from the page before takes no focus from this one.
    if (wanted ?? isKept(tabStorage, key)) setOpen(true, wanted === undefined)
    else if (isKept(siteStorage, key)) createFrame()
  }

  addEventListener('message', onMessage)
  return {
    setOpen,
    identify(identity) {
      // Null: who signs out is nobody that the frame should hear of.
      if (identity === null) identities.length = 0
      identities.push(identity)
      say({ type: 'identify', identity })
    },
    override(next) {
      overrides = { ...overrides, ...(next as Overrides) }
      launcher?.look(look())
      say({ type: 'set', overrides: look() })
    },
    start() {
      start().catch(complain)
    },
    remove() {
      isRemoved = true
      removeEventListener('message', onMessage)
      stopPages?.()
      launcher?.remove()
      keep(tabStorage, key, false)
    },
  }
}
