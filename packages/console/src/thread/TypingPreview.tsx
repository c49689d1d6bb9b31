import type { Conversation } from '@parley/protocol'
import { useTranslation } from 'react-i18next'
import { useTypist } from '../connection/LiveContext.tsx'
import { contactName } from '../ui/texts.ts'
import styles from './TypingPreview.module.css'

/** What the visitor types before it is sent, or which colleague is about to answer. */
export function TypingPreview({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const typist = useTypist(conversation.id)
  if (typist === undefined) return null
  const name = typist.name || contactName(conversation, t)
  return (
    <div className={styles.preview} data-testid="typing-preview">
      <span className={styles.dots} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {typist.text === '' ? (
        <span className={styles.name}>{t('thread.typing', { name })}</span>
      ) : (
        <>
          <span className={styles.name}>{t('thread.typed', { name })}</span>
          <span className={styles.text}>{typist.text}</span>
        </>
      )}
    </div>
  )
}
