import { Button, Loader, Popover } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Why.module.css'

const Reasons = lazy(async () => ({ default: (await import('./Reasons.tsx')).Reasons }))

/** Why this conversation went to whom it went, in one click. */
export function Why({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      width={360}
      position="bottom"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => setOpen((now) => !now)}
        >
          {t('thread.why')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.why} aria-label={t('thread.why')} tabIndex={-1}>
        <Suspense fallback={<Loader size="sm" aria-label={t('app.loading')} />}>
          {isOpen && <Reasons conversationId={conversationId} />}
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
