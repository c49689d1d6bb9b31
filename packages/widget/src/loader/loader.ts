import type { Locale, WidgetSettings } from '@parley/protocol/rest'
import {
  type Identity,
  type Overrides,
  type ToFrame,
  type ToPage,
  unwrap,
  wrap,
} from '../frame-messages.ts'
import { createLauncher, type Launcher } from './launcher.ts'
import { watchPages } from './pages.ts'

type Listener = (detail?: unknown) => void

/** `Parley(command, …)`; before the script has loaded, the snippet's stub keeps the calls in `q`. */
interface ParleyFunction {
  (command: string, ...parameters: unknown[]): void
  q?: IArguments[]
  isLoaded?: boolean
}

declare global {
  interface Window {
    Parley?: ParleyFunction
  }
}

const script = document.currentScript as HTMLScriptElement | null

/**
 * Whether this visitor has opened the chat here before, so that later pages may show a badge;
 * with `now` it has. Where storage is blocked, every page starts fresh.
 */
function wasOpened(channelId: string, now?: string): boolean {
  const key = `parley:${channelId}`
  try {
    if (now !== undefined) localStorage.setItem(key, now)
    return localStorage.getItem(key) !== null
  } catch {
    return false
  }
}

function load(origin: string, channelId: string, queued: IArguments[]): void {
  const listeners = new Map<string, Set<Listener>>()
  const id = encodeURIComponent(channelId)
  let settings: WidgetSettings | undefined
  let overrides: Overrides = {}
  let identity: Identity = {}
  let launcher: Launcher | undefined
  let frame: HTMLIFrameElement | undefined
  let isFrameReady = false
  let isOpen = false
  /** Asked to open before the settings were there. */
  let isWanted = false
  let isShutDown = false
  let stopPages: (() => void) | undefined

  function tell(event: string, detail?: unknown): void {
    for (const listener of listeners.get(event) ?? []) {
      // What a page's listener throws is the page's affair.
      queueMicrotask(() => listener(detail))
    }
  }

  function say(message: ToFrame): void {
    if (isFrameReady) frame?.contentWindow?.postMessage(wrap(message), origin)
  }

  function createFrame(): void {
    if (frame !== undefined || launcher === undefined) return
    frame = document.createElement('iframe')
    frame.src = `${origin}/widget/${id}`
    frame.allow = 'clipboard-write; autoplay'
    launcher.box.append(frame)
    launcher.setOpen(isOpen)
    stopPages = watchPages((page) => say({ type: 'page', page }))
  }

  function setOpen(next: boolean): void {
    isWanted = next
    if (launcher === undefined || next === isOpen) return
    isOpen = next
    if (next) {
      wasOpened(channelId, '1')
      createFrame()
    }
    launcher.setOpen(next)
    say({ type: next ? 'opened' : 'closed' })
    if (next) frame?.focus()
    else launcher.focus()
    tell(next ? 'open' : 'close')
  }

  function onMessage(event: MessageEvent): void {
    if (event.origin !== origin || event.source !== frame?.contentWindow) return
    const message = unwrap<ToPage>(event.data)
    switch (message?.type) {
      case 'ready':
        isFrameReady = true
        say({ type: 'set', overrides: look() })
        say({ type: 'identify', identity })
        say({ type: 'page', page: currentPage() })
        if (isOpen) say({ type: 'opened' })
        return
      case 'close':
        setOpen(false)
        return
      case 'unread':
        launcher?.setUnread(message.count)
        tell('unread', message.count)
        return
      case 'message':
        tell('message', { text: message.text, author: message.author })
        return
      case undefined:
        return
    }
  }

  /** The channel's settings with what the page overrides; `auto` follows the page's language. */
  function look() {
    const wanted = { ...(settings as WidgetSettings), ...overrides }
    const language = document.documentElement.lang || navigator.language
    const locale: Locale = /^zh/i.test(language) ? 'zh-CN' : 'en'
    return { ...wanted, locale: wanted.locale === 'auto' ? locale : wanted.locale }
  }

  function run(command: unknown, first?: unknown, second?: unknown): void {
    if (isShutDown) return
    switch (command) {
      case 'open':
        setOpen(true)
        return
      case 'close':
        setOpen(false)
        return
      case 'toggle':
        setOpen(!isOpen)
        return
      case 'identify':
        identity = { ...identity, ...(first as Identity) }
        say({ type: 'identify', identity: first as Identity })
        return
      case 'set':
        overrides = { ...overrides, ...(first as Overrides) }
        if (settings === undefined) return
        launcher?.look(look())
        say({ type: 'set', overrides: look() })
        return
      case 'on':
        if (typeof second !== 'function') return
        listeners.set(
          first as string,
          (listeners.get(first as string) ?? new Set()).add(second as Listener),
        )
        if (first === 'ready' && launcher !== undefined) (second as Listener)()
        return
      case 'off':
        listeners.get(first as string)?.delete(second as Listener)
        return
      case 'shutdown':
        shutDown()
        return
      default:
        console.error('Parley: no such command:', command)
    }
  }

  function shutDown(): void {
    isShutDown = true
    removeEventListener('message', onMessage)
    stopPages?.()
    launcher?.remove()
    listeners.clear()
    delete window.Parley
  }

  async function start(): Promise<void> {
    const response = await fetch(`${origin}/api/widget/${id}`)
    if (!response.ok) throw new Error(`channel ${id}: ${response.status}`)
    if (isShutDown) return
    settings = await response.json()
    launcher = createLauncher(look(), () => setOpen(!isOpen))
    tell('ready')
    if (isWanted) setOpen(true)
    else if (wasOpened(channelId)) createFrame()
  }

  const parley: ParleyFunction = (...command) => run(...(command as [unknown]))
  parley.isLoaded = true
  window.Parley = parley
  addEventListener('message', onMessage)
  for (const call of queued) run(...(Array.from(call) as [unknown]))
  const begin = () => {
    start().catch((error) => console.error('Parley:', error))
  }
  if (document.body === null) addEventListener('DOMContentLoaded', begin, { once: true })
  else begin()
}

function currentPage() {
  return { url: location.href, title: document.title, referrer: document.referrer }
}

const channelId = script?.dataset.channel
if (script === null || channelId === undefined || channelId === '') {
  console.error('Parley: data-channel is missing')
} else if (window.Parley?.isLoaded !== true) {
  load(new URL(script.src).origin, channelId, window.Parley?.q ?? [])
}
