import { Badge, Button, Group, Select, Text, TextInput } from '@mantine/core'
import type { Locale } from '@parley/protocol/rest'
import type { FoundPassage } from '@parley/protocol/rest/knowledge'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { languages } from '../../people/languages.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { placeKey } from '../../ui/place-key.ts'
import { reportError } from '../../ui/report.ts'
import { BackLink } from '../BackLink.tsx'
import { ItemLink } from '../ItemLink.tsx'
import styles from './SearchPage.module.css'

type Audience = FoundPassage['audience']

/** Searches as the assistant does, and shows what it would find, and how well it fits. */
export function SearchPage() {
  const { t } = useTranslation('assistant')
  const [text, setText] = useState('')
  const [locale, setLocale] = useState<Locale | null>(null)
  const [audience, setAudience] = useState<Audience>('everyone')
  const search = useMutation({
    mutationFn: () =>
      api<FoundPassage[]>('POST', '/api/knowledge/search', {
        text: text.trim(),
        audience,
        ...(locale === null ? {} : { locale }),
      }),
    onError: reportError,
  })
  return (
    <>
      <BackLink page="articles">{t('articles.all')}</BackLink>
      <PageHead title={t('search.title')} hint={t('search.hint')} />
      <Group
        component="form"
        mb="lg"
        align="end"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          search.mutate()
        }}
      >
        <TextInput
          flex="1 1 260px"
          label={t('search.question')}
          maxLength={2_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Select
          w={150}
          label={t('articles.locale')}
          placeholder={t('articles.anyLocale')}
          clearable
          data={languages}
          value={locale}
          onChange={(value) => setLocale(value as Locale | null)}
        />
        <Select
          w={150}
          label={t('articles.audience')}
          allowDeselect={false}
          data={(['everyone', 'agents'] as const).map((value) => ({
            value,
            label: t(`audience.${value}`),
          }))}
          value={audience}
          onChange={(value) => setAudience(value as Audience)}
        />
        <Button type="submit" loading={search.isPending} disabled={text.trim() === ''}>
          {t('search.go')}
        </Button>
      </Group>
      {search.data?.length === 0 && (
        <EmptyState title={t('search.nothing')} hint={t('search.nothingHint')} />
      )}
      <ol className={styles.found} aria-live="polite">
        {search.data?.map((passage, at) => (
          <li key={placeKey(at)}>
            <Passage passage={passage} />
          </li>
        ))}
      </ol>
    </>
  )
}

function Passage({ passage }: { passage: FoundPassage }) {
  const { t } = useTranslation('assistant')
  const { articleId, title, heading, text, kind, version, score, textScore, similarity } = passage
  return (
    <>
      <Group gap="xs">
        <ItemLink page="articles" item={articleId} className={styles.title}>
          {title}
        </ItemLink>
        <Badge size="xs" variant="default">
          {t(`kind.${kind}`)}
        </Badge>
      </Group>
      {heading !== '' && (
        <Text size="xs" c="dimmed">
          {heading}
        </Text>
      )}
      <p>{text}</p>
      <Text size="xs" c="dimmed">
        {[
          t('search.score', { score: score.toFixed(3) }),
          t('search.words', { score: textScore.toFixed(2) }),
          similarity === null
            ? t('search.noMeaning')
            : t('search.meaning', { score: similarity.toFixed(3) }),
          t('articles.version', { version }),
        ].join(' · ')}
      </Text>
    </>
  )
}
