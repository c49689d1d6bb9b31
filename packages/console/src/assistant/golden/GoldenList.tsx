import { ActionIcon, Group, Text } from '@mantine/core'
import type { GoldenQuestion } from '@parley/protocol/rest/learning'
import { IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useHasRole } from '../../people/use-role.ts'
import { reportError } from '../../ui/report.ts'
import styles from '../articles/SearchPage.module.css'
import { learningChanged } from '../learning.ts'

/** The golden questions, with what must come of each. */
export function GoldenList({ questions }: { questions: readonly GoldenQuestion[] }) {
  const { t } = useTranslation('learning')
  const mayChange = useHasRole('supervisor')
  const remove = useMutation({
    mutationFn: (id: string) => api('DELETE', `/api/assistant/golden/${id}`),
    onError: reportError,
    onSuccess: () => learningChanged('golden'),
  })
  return (
    <ul className={styles.found}>
      {questions.map(({ id, question, expected }) => (
        <li key={id}>
          <Group justify="space-between" wrap="nowrap" align="start">
            <span className={styles.title}>{question}</span>
            {mayChange && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`${t('golden.remove')}: ${question}`}
                onClick={() => remove.mutate(id)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </Group>
          <Text size="xs" c="dimmed">
            {t(`golden.kind.${expected.kind}`)}
            {expected.kind === 'contains' && ` “${expected.text}”`}
          </Text>
        </li>
      ))}
    </ul>
  )
}
