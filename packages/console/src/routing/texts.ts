import i18next from 'i18next'
import { routingEn } from '../i18n/routing-en.ts'
import { routingZhCn } from '../i18n/routing-zh-cn.ts'

// The section's texts come with the section, so that the inbox need not wait for them.
i18next.addResourceBundle('en', 'routing', routingEn)
i18next.addResourceBundle('zh-CN', 'routing', routingZhCn)
