import { Button, Group } from '@mantine/core'
import type { Trial } from '@parley/protocol/rest/assistant'
import { useTranslation } from 'react-i18next'
import { Markdown } from '../../ui/markdown/Markdown.tsx'
import { placeKey } from '../../ui/place-key.ts'
import { ItemLink } from '../ItemLink.tsx'
import { TraceView } from '../trace/TraceView.tsx'
import { useTraceWords } from '../trace/words.ts'
import styles from './TrialView.module.css'

/** A question with its answer as the visitor would see it, and the trace beside it. */
export function TrialView(props: {
  question: string
  trial: Trial
  onAsk: (question: string) => void
}) {
  const { question, trial, onAsk } = props
  const { t } = useTranslation('assistant')
  const words = useTraceWords()
  const { text, citations, suggestions, prompts, trace } = trial
  return (
    <article className={styles.trial} aria-label={question}>
      <div className={styles.talk}>
        <p className={styles.own}>{question}</p>
        {text === '' ? (
          <p className={styles.event}>
            {t('playground.handedOver', { reason: words.reason(trace.reason) })}
          </p>
        ) : (
          <div className={styles.theirs}>
            <Markdown text={text} />
            {citations.length > 0 && (
              <ul aria-label={t('playground.citations')}>
                {citations.map(({ title, url, articleId }, at) => (
                  <li key={placeKey(at)}>
                    {articleId === '' ? (
                      <a href={url} target="_blank" rel="noreferrer noopener">
                        {title}
                      </a>
                    ) : (
                      <ItemLink page="articles" item={articleId}>
                        {title}
                      </ItemLink>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
        {suggestions.length > 0 && (
          <Group gap={6} mt={8}>
            {suggestions.map((suggestion) => (
              <Button
                key={suggestion}
                size="compact-sm"
                variant="default"
                onClick={() => onAsk(suggestion)}
              >
                {suggestion}
              </Button>
            ))}
          </Group>
        )}
      </div>
      <section aria-label={t('trace.title')}>
        <TraceView trace={trace} />
        {prompts.map(({ engine, text: prompt }, at) => (
          <details key={placeKey(at)} className={styles.prompt}>
            <summary>{t('playground.prompt', { engine })}</summary>
            <pre>{prompt}</pre>
          </details>
        ))}
      </section>
    </article>
  )
}
