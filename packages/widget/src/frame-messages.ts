import type { WidgetSettings } from '@parley/protocol/rest'

/** What the page may say of its visitor. */
export interface Identity {
  name?: string
  email?: string
  phone?: string
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
  | { type: 'identify'; identity: Identity }
  | { type: 'set'; overrides: Overrides }
  | { type: 'page'; page: Page }

/** From the frame to the page's loader. */
export type ToPage =
  | { type: 'ready' }
  | { type: 'close' }
  | { type: 'unread'; count: number }
  | { type: 'message'; text: string; author: string }

/** Marks our own messages among all that a page may get. */
const MARK = 'parley'

export function wrap<Message extends ToFrame | ToPage>(message: Message): object {
  return { [MARK]: message }
}

/** Our message in an event's data, or undefined when it is somebody else's. */
export function unwrap<Message extends ToFrame | ToPage>(data: unknown): Message | undefined {
  return (data as Record<string, Message | undefined> | null)?.[MARK]
}
