import { Alert, Button, Code, Group, Select, Stack, TextInput } from '@mantine/core'
import type { LiveTrial, LiveTrialResult } from '@parley/protocol/rest/graph'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { Section } from '../../settings/Section.tsx'
import { reportError } from '../../ui/report.ts'

/** Asks the stored endpoint for one name, and shows what it said or how it failed. */
export function LiveTest({ types }: { types: string[] }) {
  const { t } = useTranslation('assistant')
  const [type, setType] = useState<string | null>(types[0] ?? null)
  const [name, setName] = useState('')
  const ask = useMutation({
    mutationFn: (trial: LiveTrial) =>
      api<LiveTrialResult>('POST', '/api/knowledge/live/test', trial),
    onError: reportError,
  })
  return (
    <Section title={t('live.test')} hint={t('live.testHint')}>
      <Stack
        component="form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          if (type !== null) ask.mutate({ type, name: name.trim() })
        }}
      >
        <Group align="end">
          <Select
            w={160}
            label={t('graph.type')}
            data={types}
            allowDeselect={false}
            value={type}
            onChange={setType}
          />
          <TextInput
            flex={1}
            label={t('live.testName')}
            placeholder="812"
            maxLength={300}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            loading={ask.isPending}
            disabled={type === null || name.trim() === ''}
          >
            {t('live.ask')}
          </Button>
        </Group>
        {ask.data !== undefined && <Result result={ask.data} />}
      </Stack>
    </Section>
  )
}

function Result({ result }: { result: LiveTrialResult }) {
  const { t } = useTranslation('assistant')
  const ms = Math.round(result.ms)
  if (result.problem !== '') {
    return (
      <Alert color="red" role="alert" title={t('live.failed', { ms })}>
        {result.problem}
      </Alert>
    )
  }
  if (result.entities.length === 0) {
    return <Alert role="status">{t('live.unknown', { ms })}</Alert>
  }
  return (
    <Stack gap={6} role="status">
      <Alert color="leaf">{t('live.answered', { ms, count: result.entities.length })}</Alert>
      <Code block>
        {JSON.stringify({ entities: result.entities, relations: result.relations }, null, 2)}
      </Code>
    </Stack>
  )
}
