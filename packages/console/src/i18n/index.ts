import type { Locale } from '@parley/protocol/rest'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { assistantEn } from './assistant-en.ts'
import { en } from './en.ts'
import type { learningEn } from './learning-en.ts'
import type { routingEn } from './routing-en.ts'
import { zhCn } from './zh-cn.ts'

type Translated<Part> = {
  [Key in keyof Part]: Part[Key] extends string ? string : Translated<Part[Key]>
}

/** The texts of one language. */
export type Texts = Translated<typeof en>

/** Texts that come with their section of the console, by the name that `useTranslation` is given. */
interface Sections {
  assistant: typeof assistantEn
  learning: typeof learningEn
  routing: typeof routingEn
}

/** The texts of one section in one language. */
export type SectionTexts<Name extends keyof Sections> = Translated<Sections[Name]>

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en } & Sections
  }
}

/** Readies the texts, in the language of the browser until it is known who signs in. */
export function startTranslating(): void {
  i18next
    .use(initReactI18next)
    .init({
      lng: browserLocale(),
      resources: { en: { translation: en }, 'zh-CN': { translation: zhCn } },
      // React escapes.
      interpolation: { escapeValue: false },
      initAsync: false,
    })
    .catch((error: unknown) => console.error(error))
  document.documentElement.lang = i18next.language
}

/** Speaks another language from now on. */
export async function speak(locale: Locale): Promise<void> {
  document.documentElement.lang = locale
  if (i18next.language !== locale) await i18next.changeLanguage(locale)
}

function browserLocale(): Locale {
  const known = navigator.languages.find((language) => /^(zh|en)\b/i.test(language))
  return known !== undefined && /^zh/i.test(known) ? 'zh-CN' : 'en'
}

/** The language that is spoken. */
export function currentLocale(): Locale {
  return i18next.language === 'zh-CN' ? 'zh-CN' : 'en'
}
