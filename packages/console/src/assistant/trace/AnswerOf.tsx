import '../texts.ts'
import { Loader, Text } from '@mantine/core'
import type { AnswerPage } from '@parley/protocol/rest/assistant'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { TraceView } from './TraceView.tsx'

/** How one answer in a conversation came about, and whether the visitor found that it helped. */
export function AnswerOf({ conversationId, seq }: { conversationId: string; seq: number }) {
  const { t } = useTranslation('assistant')
  const { data, isError } = useQuery({
    queryKey: ['answers', conversationId],
    queryFn: () =>
      api<AnswerPage>(
        'GET',
        `/api/assistant/answers?conversation=${encodeURIComponent(conversationId)}`,
      ),
    staleTime: 0,
  })
  if (data === undefined && !isError) return <Loader size="sm" aria-label={t('trace.title')} />
  const trace = data?.answers.find(({ answerSeq }) => answerSeq === seq)
  if (trace === undefined) return <Text size="sm">{t('trace.unknown')}</Text>
  return (
    <>
      <TraceView trace={trace} />
      {trace.isHelpful !== null && (
        <Text size="xs" c="dimmed" mt={6}>
          {trace.isHelpful ? t('trace.helped') : t('trace.helpedNot')}
        </Text>
      )}
    </>
  )
}
