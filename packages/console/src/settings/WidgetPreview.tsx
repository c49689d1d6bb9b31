import { useComputedColorScheme } from '@mantine/core'
import { readableOn } from '@parley/browser'
import type { Channel, Locale } from '@parley/protocol/rest'
import { IconMessageCircle2Filled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './WidgetPreview.module.css'

/** How the widget will look with settings that are not saved yet. */
export function WidgetPreview({ channel, locale }: { channel: Channel; locale: Locale }) {
  const { t } = useTranslation()
  const seen = useComputedColorScheme('light')
  const texts = channel.texts[locale]
  const color = /^#[0-9a-fA-F]{6}$/.test(channel.color) ? channel.color : '#0f766e'
  const scheme = channel.colorScheme === 'auto' ? seen : channel.colorScheme
  return (
    <figure
      className={styles.preview}
      data-scheme={scheme}
      data-position={channel.position}
      style={{ '--widget': color, '--on-widget': readableOn(color) } as React.CSSProperties}
    >
      <figcaption>{t('settings.channelsTab.preview')}</figcaption>
      <div className={styles.window} aria-hidden="true">
        <div className={styles.head}>
          <strong>{texts.title || 'Parley'}</strong>
          <p>{texts.greeting}</p>
        </div>
        <div className={styles.log}>
          <span>{t('settings.channelsTab.previewMessage')}</span>
        </div>
      </div>
      <div className={styles.launcher} aria-hidden="true">
        <IconMessageCircle2Filled size={26} />
      </div>
    </figure>
  )
}
