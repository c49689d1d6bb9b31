import { guessLanguage } from '../../text/index.ts'

/** The language in which a visitor is answered. */
export function languageOf(text: string): 'zh-CN' | 'en' {
  return guessLanguage(text) === 'zh' ? 'zh-CN' : 'en'
}
