import { readableOn } from '@parley/browser'
import type { Locale, WidgetSettings } from '@parley/protocol/rest'
import { css, html } from './style.ts'

const labels = {
  'zh-CN': { open: '打开聊天', close: '关闭聊天', unread: '条未读', frame: '在线客服' },
  en: { open: 'Open chat', close: 'Close chat', unread: 'unread', frame: 'Chat' },
}

export type Look = Pick<WidgetSettings, 'color' | 'position'> & { locale: Locale }

export interface Launcher {
  /** Puts the frame into its box. */
  hold(frame: HTMLIFrameElement): void
  look(look: Look): void
  setOpen(isOpen: boolean): void
  /** The frame has a button that closes it: from now on it may fill a small screen. */
  setReady(): void
  setUnread(count: number): void
  remove(): void
}

/** The round button and the frame's box, in a shadow root that the page's styles do not reach. */
export function createLauncher(first: Look, onOpen: (isOpen: boolean) => void): Launcher {
  const host = document.createElement('div')
  host.id = 'parley'
  const root = host.attachShadow({ mode: 'open' })
  // Made by script, so that a page's content security policy does not refuse it.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  root.innerHTML = html
  const [wrapper, box, button, badge] = root.querySelectorAll('div,button,b') as unknown as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ]
  let current = first
  let frame: HTMLIFrameElement | undefined
  let isOpen = false
  let isReady = false
  let unread = 0

  function render(): void {
    const { color, position, locale } = current
    const words = labels[locale]
    wrapper.className = `${position}${isOpen ? ' open' : ''}${isReady ? ' ready' : ''}`
    wrapper.style = `--color:${color};--on:${readableOn(color)}`
    badge.hidden = unread === 0 || isOpen
    badge.textContent = unread > 99 ? '99+' : String(unread)
    const label = isOpen ? words.close : words.open
    button.ariaLabel = badge.hidden ? label : `${label}, ${unread} ${words.unread}`
    button.ariaExpanded = String(isOpen)
    if (frame !== undefined) frame.title = words.frame
  }

  button.onclick = () => onOpen(!isOpen)
  button.onkeydown = ({ key }) => {
    if (key === 'Escape') onOpen(false)
  }
  render()
  // Beside the body: single-page sites that replace the body keep the chat as it is.
  document.documentElement.append(host)
  return {
    hold(next) {
      frame = next
      box.replaceChildren(next)
      render()
    },
    look(look) {
      current = look
      render()
    },
    setOpen(next) {
      const hadFocus = document.activeElement === host
      isOpen = next
      render()
      // The focus was in the frame, which is out of sight now.
      if (!next && hadFocus) button.focus()
    },
    setReady() {
      isReady = true
      render()
    },
    setUnread(count) {
      unread = count
      render()
    },
    remove: () => host.remove(),
  }
}
