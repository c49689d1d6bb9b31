import i18next from 'i18next'
import { assistantEn } from '../i18n/assistant-en.ts'
import { assistantZhCn } from '../i18n/assistant-zh-cn.ts'
import { learningEn } from '../i18n/learning-en.ts'
import { learningZhCn } from '../i18n/learning-zh-cn.ts'

// The section's texts come with the section, so that the inbox need not wait for them. A room of
// pages adds its own here, and its type in `i18n/index.ts`.
i18next.addResourceBundle('en', 'assistant', assistantEn)
i18next.addResourceBundle('zh-CN', 'assistant', assistantZhCn)
i18next.addResourceBundle('en', 'learning', learningEn)
i18next.addResourceBundle('zh-CN', 'learning', learningZhCn)
