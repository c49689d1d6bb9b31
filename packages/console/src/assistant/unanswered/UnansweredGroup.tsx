import { Anchor, Button, Group, Text } from '@mantine/core'
import type { FaqDraft, UnansweredGroup as Unanswered } from '@parley/protocol/rest/learning'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useHasRole } from '../../people/use-role.ts'
import { reportDone, reportError } from '../../ui/report.ts'
import { moment } from '../../ui/times.ts'
import styles from '../articles/SearchPage.module.css'
import { learningChanged } from '../learning.ts'

const causes = ['no_answer', 'not_helped', 'not_helpful'] as const

/** Questions that mean the same, with the conversations to look at. */
export function UnansweredGroup({ group }: { group: Unanswered }) {
  const { t } = useTranslation('learning')
  const mayChange = useHasRole('supervisor')
  const dismiss = useMutation({
    mutationFn: () =>
      api('POST', '/api/assistant/unanswered/dismissed', { question: group.question }),
    onError: reportError,
    onSuccess: () => learningChanged('unanswered'),
  })
  return (
    <>
      <Group justify="space-between" wrap="nowrap" align="start">
        <span className={styles.title}>{group.question}</span>
        {mayChange && (
          <Button
            size="compact-sm"
            variant="default"
            loading={dismiss.isPending}
            onClick={() => dismiss.mutate()}
          >
            {t('unanswered.dismiss')}
          </Button>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {[
          t('unanswered.asked', { count: group.count }),
          t('unanswered.last', { when: moment(group.lastAskedAt) }),
          ...causes.flatMap((cause) => {
            const count = group.causes[cause]
            return count === undefined ? [] : [t(`unanswered.cause.${cause}`, { count })]
          }),
        ].join(' · ')}
      </Text>
      {group.examples.map((example) => (
        <Example key={`${example.conversationId} ${example.askedAt}`} {...example} />
      ))}
    </>
  )
}

function Example({ conversationId, askedAt, question }: Unanswered['examples'][number]) {
  const { t } = useTranslation('learning')
  const navigate = useNavigate()
  const mayChange = useHasRole('supervisor')
  const draft = useMutation({
    mutationFn: () => api<FaqDraft>('POST', '/api/assistant/faq-drafts', { conversationId }),
    onError: reportError,
    async onSuccess({ articleId }) {
      reportDone(t('unanswered.drafted'))
      await navigate({
        to: '/assistant/$page/$item',
        params: { page: 'articles', item: articleId },
      })
    },
  })
  return (
    <Group gap="xs" mt={4}>
      <Anchor
        size="sm"
        title={question}
        renderRoot={(props) => (
          <Link
            to="/inbox/$view/$conversationId"
            params={{ view: 'all', conversationId }}
            {...props}
          />
        )}
      >
        {t('unanswered.conversation', { when: moment(askedAt) })}
      </Anchor>
      {mayChange && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={draft.isPending}
          onClick={() => draft.mutate()}
        >
          {t('unanswered.draft')}
        </Button>
      )}
    </Group>
  )
}
