import { ActionIcon, Tooltip } from '@mantine/core'
import type { FaqDraft } from '@parley/protocol/rest/learning'
import { IconBookUpload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { useHasRole } from '../people/use-role.ts'
import { reportError } from '../ui/report.ts'

/** Drafts a frequent question from a resolved conversation and opens it, to be approved. */
export function DraftFaqButton({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation()
  const mayChange = useHasRole('supervisor')
  const navigate = useNavigate()
  const draft = useMutation({
    mutationFn: () => api<FaqDraft>('POST', '/api/assistant/faq-drafts', { conversationId }),
    onSuccess: ({ articleId }) =>
      navigate({ to: '/assistant/$page/$item', params: { page: 'articles', item: articleId } }),
    onError: reportError,
  })
  if (!mayChange) return null
  return (
    <Tooltip label={t('thread.draftFaq')}>
      <ActionIcon
        variant="default"
        size={30}
        aria-label={t('thread.draftFaq')}
        loading={draft.isPending}
        onClick={() => draft.mutate()}
      >
        <IconBookUpload size={17} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  )
}
