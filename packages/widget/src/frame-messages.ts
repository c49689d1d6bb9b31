import type { WidgetSettings } from '@parley/protocol/rest'

/** What the page may say of its visitor. */
export interface Identity {
  name?: string
  email?: string
  phone?: string
  /** What the page's server has signed of them. */
  token?: string
  attributes?: Record<string, string>
}

/** Settings that a page may override: `Parley('set', { locale: 'en' })`. */
export type Overrides = Partial<
  Pick<WidgetSettings, 'color' | 'position' | 'colorScheme' | 'locale'>
>

export interface Page {
  url: string
  title: string
  referrer: string
}

/** From the page's loader to the frame. */
export type ToFrame =
  | { type: 'opened' }
  | { type: 'closed' }
  /** As the page gave it: not checked yet. */
  | { type: 'identify'; identity: unknown }
  | { type: 'set'; overrides: Overrides }
  | { type: 'page'; page: Page }

/** From the frame to the page's loader. */
export type ToPage =
  | { type: 'ready' }
  | { type: 'close' }
  | { type: 'unread'; detail: number }
  | { type: 'message'; detail: { text: string; author: string } }

/** Marks our own messages among all that a window may get. */
const MARK = 'parley'

/** Who may speak: a window, and its origin once that is known. */
export interface Peer {
  source: unknown
  origin: string | undefined
}

export function wrap(message: ToFrame | ToPage): object {
  return { [MARK]: message }
}

/** The peer's message, or undefined when the event is somebody else's or not ours at all. */
export function unwrap<Message extends ToFrame | ToPage>(
  event: Pick<MessageEvent, 'data' | 'origin' | 'source'>,
  { source, origin }: Peer,
): Message | undefined {
  if (!source || event.source !== source) return undefined
  if (origin !== undefined && event.origin !== origin) return undefined
  const message: Message | undefined = event.data?.[MARK]
  return typeof message?.type === 'string' ? message : undefined
}
