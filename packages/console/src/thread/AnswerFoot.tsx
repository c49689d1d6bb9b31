import { Button, Loader, Popover } from '@mantine/core'
import type { Answer } from '@parley/protocol'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './AnswerFoot.module.css'

const AnswerTrace = lazy(async () => ({
  default: (await import('../assistant/trace/AnswerOf.tsx')).AnswerOf,
}))

/** Below an answer of the assistant: what it rests on, and in one click how it came about. */
export function AnswerFoot(props: { conversationId: string; seq: number; answer: Answer }) {
  const { conversationId, seq, answer } = props
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={styles.foot}>
      {answer.citations.map(({ title, articleId }, at) => (
        <span key={`${articleId} ${title}`}>
          [{at + 1}] {title}
        </span>
      ))}
      <Popover opened={isOpen} onChange={setOpen} width={380} shadow="md" trapFocus returnFocus>
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
        <Popover.Dropdown aria-label={t('thread.why')} tabIndex={-1} className={styles.trace}>
          <Suspense fallback={<Loader size="sm" aria-label={t('app.loading')} />}>
            {isOpen && <AnswerTrace conversationId={conversationId} seq={seq} />}
          </Suspense>
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}
