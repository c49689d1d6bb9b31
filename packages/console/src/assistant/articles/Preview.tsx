import { SegmentedControl, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Markdown } from '../../ui/markdown/Markdown.tsx'
import { placeKey } from '../../ui/place-key.ts'
import { errorText } from '../../ui/report.ts'
import styles from './ArticleForm.module.css'
import { type ArticleDraft, requestOf } from './draft.ts'
import { previewQuery } from './queries.ts'

/** What the server makes of a draft: as a visitor reads it, or in the passages that search finds. */
export function Preview({ draft }: { draft: ArticleDraft }) {
  const { t } = useTranslation('assistant')
  const [asked] = useDebouncedValue(draft, 300)
  const [view, setView] = useState('read')
  const { data, error } = useQuery(previewQuery(requestOf(asked)))
  const isEmpty = draft.body.trim() === '' || draft.title.trim() === ''
  return (
    <section className={styles.preview} aria-label={t('articles.preview')}>
      <div className={styles.previewHead}>
        <h3>{t('articles.preview')}</h3>
        <SegmentedControl
          size="xs"
          aria-label={t('articles.preview')}
          value={view}
          onChange={setView}
          data={[
            { value: 'read', label: t('articles.asRead') },
            { value: 'found', label: t('articles.asFound') },
          ]}
        />
      </div>
      {isEmpty && (
        <Text size="sm" c="dimmed">
          {t('articles.previewEmpty')}
        </Text>
      )}
      {!isEmpty && error !== null && (
        <Text size="sm" c="var(--bad)" role="alert">
          {errorText(error)}
        </Text>
      )}
      {!isEmpty && data !== undefined && view === 'read' && (
        <>
          {!data.body.startsWith(`# ${asked.title.trim()}\n`) && (
            <p className={styles.question}>{asked.title}</p>
          )}
          <Markdown text={data.body} />
        </>
      )}
      {!isEmpty &&
        view === 'found' &&
        data?.passages.map(({ heading, text }, at) => (
          <p key={placeKey(at)} className={styles.passage}>
            {heading !== '' && <small>{heading}</small>}
            {text}
          </p>
        ))}
    </section>
  )
}
