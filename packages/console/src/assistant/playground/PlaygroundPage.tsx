import { Button, Group, Select, TextInput } from '@mantine/core'
import type { Trial, TrialQuestion } from '@parley/protocol/rest/assistant'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { channelsQuery } from '../../app/queries.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { reportError } from '../../ui/report.ts'
import { TrialView } from './TrialView.tsx'

/** Trials that stay on the page. */
const TRIALS_MAX = 20

interface Asked {
  id: number
  question: string
  trial: Trial
}

/** Asks the assistant as a visitor would, and shows how the answer came about. Nothing is kept. */
export function PlaygroundPage() {
  const { t } = useTranslation('assistant')
  const { data: channels = [] } = useQuery(channelsQuery)
  const [picked, setPicked] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<readonly Asked[]>([])
  const channelId = picked ?? channels[0]?.id
  const ask = useMutation({
    mutationFn: (question: TrialQuestion) => api<Trial>('POST', '/api/assistant/try', question),
    onError: reportError,
    onSuccess(trial, question) {
      setText('')
      setAsked((now) =>
        [{ id: (now[0]?.id ?? 0) + 1, question: question.text, trial }, ...now].slice(
          0,
          TRIALS_MAX,
        ),
      )
    },
  })
  const put = (question: string) => {
    if (channelId !== undefined) ask.mutate({ text: question, channelId })
  }
  return (
    <>
      <PageHead title={t('playground.title')} hint={t('playground.hint')} />
      <Group
        component="form"
        align="end"
        mb="lg"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          put(text.trim())
        }}
      >
        <Select
          w={200}
          label={t('playground.channel')}
          data={channels.map(({ id, name }) => ({ value: id, label: name }))}
          allowDeselect={false}
          value={channelId ?? null}
          onChange={setPicked}
        />
        <TextInput
          flex="1 1 260px"
          label={t('playground.question')}
          maxLength={2_000}
          placeholder={t('playground.example')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button
          type="submit"
          loading={ask.isPending}
          disabled={text.trim() === '' || channelId === undefined}
        >
          {t('playground.ask')}
        </Button>
      </Group>
      {asked.length === 0 && (
        <EmptyState title={t('playground.nothing')} hint={t('playground.nothingHint')} />
      )}
      <div aria-live="polite">
        {asked.map(({ id, question, trial }) => (
          <TrialView key={id} question={question} trial={trial} onAsk={put} />
        ))}
      </div>
    </>
  )
}
