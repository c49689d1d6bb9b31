import type { Locale, WidgetSettings } from '@parley/protocol/rest'
import { en, type Texts } from './en.ts'
import { zhCn } from './zh-cn.ts'

export type { Texts } from './en.ts'

export const texts: Record<Locale, Texts> = { en, 'zh-CN': zhCn }

/** The language to speak: the channel's or the page's choice, else the browser's. */
export function chooseLocale(
  wanted: WidgetSettings['locale'],
  browserLanguages: readonly string[],
): Locale {
  if (wanted !== 'auto') return wanted
  const known = browserLanguages.find((language) => /^(zh|en)\b/i.test(language))
  return known !== undefined && /^zh/i.test(known) ? 'zh-CN' : 'en'
}
