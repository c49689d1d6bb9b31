import { contrast, readableOn } from '@parley/browser'
import type { Locale, WidgetSettings } from '@parley/protocol/rest'
import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Overrides } from '../frame-messages.ts'
import { chooseLocale } from '../i18n/index.ts'

/** How long after a failed try the channel's settings are asked for again. */
const RETRY_MS = 5_000

/** How the widget looks: what the channel says, and over it what the page says. */
export interface Settings {
  /** Undefined until the channel has answered. */
  current: ReadonlySignal<WidgetSettings | undefined>
  locale: ReadonlySignal<Locale>
  /** The channel did not answer, or does not exist. It is asked again by itself. */
  isUnreachable: ReadonlySignal<boolean>
  override(overrides: Overrides): void
  retry(): void
}

export function loadSettings(channelId: string): Settings {
  const loaded = signal<WidgetSettings | undefined>(undefined)
  const overrides = signal<Overrides>({})
  const isUnreachable = signal(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    clearTimeout(timer)
    try {
      const response = await fetch(`/api/widget/${encodeURIComponent(channelId)}`)
      if (!response.ok) throw new Error(`the channel was refused (${response.status})`)
      loaded.value = await response.json()
      isUnreachable.value = false
    } catch (error) {
      console.error('Parley:', error)
      isUnreachable.value = true
      timer = setTimeout(load, RETRY_MS)
    }
  }
  void load()

  const current = computed(() => loaded.value && { ...loaded.value, ...overrides.value })
  return {
    current,
    locale: computed(() =>
      chooseLocale(current.value?.locale ?? overrides.value.locale ?? 'auto', navigator.languages),
    ),
    isUnreachable,
    override(next) {
      overrides.value = next
    },
    retry: () => void load(),
  }
}

/** Gives the document its language, colours and title. */
export function dress(
  { documentElement: root }: Document,
  { color, colorScheme, texts }: WidgetSettings,
  locale: Locale,
): void {
  root.lang = locale
  root.dataset.scheme = colorScheme
  root.style.setProperty('--accent', color)
  root.style.setProperty('--on-accent', readableOn(color))
  // Marks need a contrast of 3: neither a pale colour on white nor a dark one on black has it.
  const mark = (ground: string) => (contrast(color, ground) >= 3 ? color : 'var(--text)')
  root.style.setProperty('--mark-on-light', mark('#ffffff'))
  root.style.setProperty('--mark-on-dark', mark('#16181d'))
  root.ownerDocument.title = texts[locale].title
}
