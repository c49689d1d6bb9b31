import type { Locale } from '@parley/protocol/rest'

/** The languages of the console, each in its own words. */
export const languages: { value: Locale; label: string }[] = [
  { value: 'zh-CN', label: '简体中文' },
  { value: 'en', label: 'English' },
]
