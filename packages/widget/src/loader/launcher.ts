import { readableOn } from '@parley/browser'
import type { Locale, WidgetSettings } from '@parley/protocol/rest'

const css = `
:host{all:initial}
*{box-sizing:border-box}
button{position:fixed;bottom:20px;width:58px;height:58px;border:0;border-radius:50%;padding:0;
cursor:pointer;display:grid;place-items:center;background:var(--color);color:var(--on);
box-shadow:0 4px 20px rgba(0,0,0,.24);
z-index:2147483001}
button:focus-visible{outline:3px solid var(--color);outline-offset:3px}
svg{fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;width:28px;height:28px}
.x,.open .c{display:none}.open .x{display:block}
b{position:absolute;top:-3px;right:-3px;min-width:21px;height:21px;padding:0 6px;border-radius:11px;
background:#d92d20;color:#fff;font:600 12px/21px system-ui,sans-serif;text-align:center}
b[hidden]{display:none}
.frame{position:fixed;bottom:92px;width:400px;height:min(680px,calc(100dvh - 112px));border-radius:18px;
overflow:hidden;box-shadow:0 12px 48px rgba(0,0,0,.24);opacity:0;visibility:hidden;
transform:translateY(12px) scale(.985);transition:opacity .18s,transform .18s,visibility 0s .18s;z-index:2147483000}
.open .frame{opacity:1;visibility:visible;transform:none;transition:opacity .18s,transform .18s}
iframe{width:100%;height:100%;border:0;display:block;color-scheme:normal}
.right button,.right .frame{right:20px}.left button,.left .frame{left:20px}
@media (max-width:640px){.frame{inset:0!important;width:auto;height:100dvh;border-radius:0}.open button{display:none}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
`

const icons =
  '<svg class="c" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3.5c-5 0-9 3.4-9 7.7 0 2.3 1.2 4.4 3.1 5.8-.1 1.2-.6 2.3-1.6 3.2 1.7 0 3.3-.6 4.5-1.6.9.2 1.9.4 3 .4 5 0 9-3.5 9-7.8S17 3.5 12 3.5Z"/><path d="M8.5 11.3h.01M12 11.3h.01M15.5 11.3h.01"/></svg><svg class="x" viewBox="0 0 24 24" aria-hidden="true"><path d="m6 6 12 12M18 6 6 18"/></svg>'

const labels = {
  'zh-CN': { open: '打开聊天', close: '关闭聊天', unread: '条未读消息', frame: '在线客服' },
  en: { open: 'Open chat', close: 'Close chat', unread: 'unread', frame: 'Chat with us' },
}

export type Look = Pick<WidgetSettings, 'color' | 'position'> & { locale: Locale }

export interface Launcher {
  /** The box that holds the frame. */
  readonly box: HTMLElement
  look(look: Look): void
  setOpen(isOpen: boolean): void
  setUnread(count: number): void
  focus(): void
  remove(): void
}

/** The round button and the frame's box, in a shadow root that the page's styles do not reach. */
export function createLauncher(first: Look, onToggle: () => void): Launcher {
  const host = document.createElement('div')
  host.id = 'parley'
  const root = host.attachShadow({ mode: 'open' })
  // Made by script, so that a page's content security policy does not refuse it.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  const wrapper = document.createElement('div')
  const button = document.createElement('button')
  button.type = 'button'
  button.innerHTML = icons
  const badge = document.createElement('b')
  badge.hidden = true
  button.append(badge)
  const box = document.createElement('div')
  box.className = 'frame'
  wrapper.append(box, button)
  root.append(wrapper)
  button.onclick = onToggle
  document.body.append(host)

  let isOpen = false
  let unread = 0
  let words = labels.en

  function render(): void {
    const { color, position } = current
    wrapper.className = `${position}${isOpen ? ' open' : ''}`
    host.style.setProperty('--color', color)
    host.style.setProperty('--on', readableOn(color))
    words = labels[current.locale]
    badge.hidden = unread === 0 || isOpen
    badge.textContent = unread > 99 ? '99+' : String(unread)
    const label = isOpen ? words.close : words.open
    button.setAttribute('aria-label', unread > 0 ? `${label}, ${unread} ${words.unread}` : label)
    button.setAttribute('aria-expanded', String(isOpen))
    box.querySelector('iframe')?.setAttribute('title', words.frame)
  }

  let current = first
  render()
  return {
    box,
    look(look) {
      current = look
      render()
    },
    setOpen(next) {
      isOpen = next
      render()
    },
    setUnread(count) {
      unread = count
      render()
    },
    focus: () => button.focus(),
    remove: () => host.remove(),
  }
}
