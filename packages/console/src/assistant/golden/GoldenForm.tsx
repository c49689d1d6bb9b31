import { Button, Group, Select, TextInput } from '@mantine/core'
import type { Locale } from '@parley/protocol/rest'
import type { ArticlePage } from '@parley/protocol/rest/knowledge'
import type { GoldenExpectation } from '@parley/protocol/rest/learning'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { languages } from '../../people/languages.ts'
import { reportError } from '../../ui/report.ts'
import { learningChanged } from '../learning.ts'

type Kind = GoldenExpectation['kind']

const kinds: readonly Kind[] = ['article', 'contains', 'fact', 'handed_over', 'not_answered']

function toExpectation(kind: Kind, value: string): GoldenExpectation {
  switch (kind) {
    case 'article':
      return { kind, articleId: value }
    case 'fact':
      return { kind, factId: value }
    case 'contains':
      return { kind, text: value }
    case 'handed_over':
    case 'not_answered':
      return { kind }
  }
}

/** Adds a golden question. */
export function GoldenForm({ onDone }: { onDone: () => void }) {
  const { t, i18n } = useTranslation('learning')
  const [question, setQuestion] = useState('')
  const [locale, setLocale] = useState<Locale>(i18n.language === 'zh-CN' ? 'zh-CN' : 'en')
  const [kind, setKind] = useState<Kind>('article')
  const [value, setValue] = useState('')
  const { data: articles } = useQuery({
    queryKey: ['golden-articles', locale],
    queryFn: () =>
      api<ArticlePage>('GET', `/api/knowledge/articles?status=published&locale=${locale}`),
  })
  const needsValue = kind === 'article' || kind === 'fact' || kind === 'contains'
  const add = useMutation({
    mutationFn: () =>
      api('POST', '/api/assistant/golden', {
        question: question.trim(),
        locale,
        expected: toExpectation(kind, value.trim()),
      }),
    onError: reportError,
    async onSuccess() {
      await learningChanged('golden')
      onDone()
    },
  })
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        add.mutate()
      }}
    >
      <Group align="end" mb="md">
        <TextInput
          flex="1 1 260px"
          label={t('golden.question')}
          maxLength={500}
          data-autofocus
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <Select
          w={130}
          label={t('golden.locale')}
          allowDeselect={false}
          data={languages}
          value={locale}
          onChange={(chosen) => setLocale(chosen === 'zh-CN' ? 'zh-CN' : 'en')}
        />
        <Select
          w={220}
          label={t('golden.expected')}
          allowDeselect={false}
          data={kinds.map((one) => ({ value: one, label: t(`golden.kind.${one}`) }))}
          value={kind}
          onChange={(chosen) => {
            setKind((chosen ?? 'article') as Kind)
            setValue('')
          }}
        />
        {kind === 'article' && (
          <Select
            flex="1 1 220px"
            label={t('golden.article')}
            searchable
            data={articles?.articles.map(({ id, title }) => ({ value: id, label: title })) ?? []}
            value={value || null}
            onChange={(chosen) => setValue(chosen ?? '')}
          />
        )}
        {(kind === 'fact' || kind === 'contains') && (
          <TextInput
            flex="1 1 220px"
            label={t(kind === 'fact' ? 'golden.factId' : 'golden.text')}
            maxLength={500}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
        )}
        <Button
          type="submit"
          loading={add.isPending}
          disabled={question.trim() === '' || (needsValue && value.trim() === '')}
        >
          {t('save')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('cancel')}
        </Button>
      </Group>
    </form>
  )
}
