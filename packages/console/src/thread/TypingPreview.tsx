import type { Conversation } from '@parley/protocol'
import { useTranslation } from 'react-i18next'
import { useAnswerDraft, useTypist } from '../connection/LiveContext.tsx'
import { contactName } from '../ui/texts.ts'
import styles from './TypingPreview.module.css'

/**
 * What the visitor types before it is sent, which colleague is about to answer, or what the assistant
 * is writing.
 */
export function TypingPreview({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const typist = useTypist(conversation.id)
  const draft = useAnswerDraft(conversation.id)
  if (typist === undefined && draft === undefined) return null
  const name = draft?.authorName || typist?.name || contactName(conversation, t)
  const text = draft?.text ?? typist?.text ?? ''
  return (
    <div className={styles.preview} data-testid="typing-preview">
      <span className={styles.dots} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {text === '' ? (
        <span className={styles.name}>{t('thread.typing', { name })}</span>
      ) : (
        <>
          <span className={styles.name}>{t('thread.typed', { name })}</span>
          <span className={styles.text}>{text}</span>
        </>
      )}
    </div>
  )
}
