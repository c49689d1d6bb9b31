import { Button } from '@mantine/core'
import type { Offer } from '@parley/client'
import { useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '../connection/LiveContext.tsx'
import { useNow } from '../ui/now.ts'
import { contactName, previewText, span } from '../ui/texts.ts'
import styles from './OfferCards.module.css'
import { useAnswerOffer } from './use-answer-offer.ts'

/** The conversations that routing offers to this agent, over whatever is on screen. */
export function OfferCards() {
  const { t } = useTranslation()
  const { offers } = useLive()
  const standing = useSyncExternalStore(offers.subscribe, () => offers.standing)
  return (
    <section className={styles.cards} aria-label={t('offer.title')} aria-live="polite">
      {standing.map((offer) => (
        <OfferCard key={offer.conversation.id} offer={offer} />
      ))}
    </section>
  )
}

function OfferCard({ offer: { conversation, expiresAt } }: { offer: Offer }) {
  const { t } = useTranslation()
  const answerOffer = useAnswerOffer()
  const now = useNow()
  const [isAnswering, setAnswering] = useState(false)
  const { id, waitingSince } = conversation
  const seconds = Math.max(0, Math.ceil((expiresAt - now) / 1_000))
  const answer = async (isAccepted: boolean) => {
    setAnswering(true)
    if (!(await answerOffer(id, isAccepted))) setAnswering(false)
  }
  return (
    <article className={styles.card}>
      <header className={styles.head}>
        <strong className={styles.name}>{contactName(conversation, t)}</strong>
        <span className={styles.left}>{t('offer.left', { seconds })}</span>
      </header>
      <p className={styles.text}>{previewText(conversation, t)}</p>
      {waitingSince > 0 && (
        <p className={styles.wait}>
          {t('offer.waits', { span: span(Math.max(0, now - waitingSince), t) })}
        </p>
      )}
      <div className={styles.answers}>
        <Button size="sm" loading={isAnswering} onClick={() => void answer(true)}>
          {t('offer.accept')}
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={isAnswering}
          onClick={() => void answer(false)}
        >
          {t('offer.decline')}
        </Button>
      </div>
    </article>
  )
}
