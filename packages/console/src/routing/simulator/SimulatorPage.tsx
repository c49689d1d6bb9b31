import { Badge, Button, Group, Progress, Text } from '@mantine/core'
import type { RoutingStudy } from '@parley/protocol/rest/routing-studies'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { moment } from '../../ui/times.ts'
import { percent } from '../durations.ts'
import { studiesQuery } from '../queries.ts'
import { useChange } from '../use-change.ts'
import styles from './SimulatorPage.module.css'
import { StudyForm } from './StudyForm.tsx'
import { StudyResult } from './StudyResult.tsx'

/** What another policy or staffing would have done, on the days that were. */
export function SimulatorPage() {
  const { t } = useTranslation('routing')
  const { data } = useQuery({
    ...studiesQuery,
    refetchInterval: ({ state: { data: known } }) =>
      known?.studies.some(({ status }) => status === 'running') === true ? 1_500 : false,
  })
  const [openId, setOpenId] = useState<string | undefined>(undefined)
  const studies = data?.studies ?? []
  const open = studies.find(({ id }) => id === openId) ?? studies[0]
  return (
    <>
      <PageHead title={t('simulator.title')} hint={t('simulator.hint')} />
      <StudyForm onStarted={({ id }) => setOpenId(id)} />
      {studies.length === 0 && data !== undefined && (
        <EmptyState title={t('simulator.none')} hint={t('simulator.noneHint')} />
      )}
      {studies.length > 1 && (
        <Group gap="xs" my="md">
          {studies.map((study) => (
            <Button
              key={study.id}
              size="compact-sm"
              variant={study === open ? 'light' : 'subtle'}
              color={study === open ? 'leaf' : 'gray'}
              aria-pressed={study === open}
              onClick={() => setOpenId(study.id)}
            >
              {moment(study.startedAt)}
            </Button>
          ))}
        </Group>
      )}
      {open !== undefined && <Study study={open} />}
    </>
  )
}

function Study({ study }: { study: RoutingStudy }) {
  const { t } = useTranslation('routing')
  const remove = useChange(() => api('DELETE', `/api/routing/studies/${study.id}`))
  const isRunning = study.status === 'running'
  return (
    <section className={styles.study} aria-label={t('simulator.study')}>
      <Group justify="space-between" mb="sm">
        <Group gap="xs">
          <Badge variant="light" color={study.status === 'failed' ? 'red' : 'leaf'}>
            {t(`study.${study.status}`)}
          </Badge>
          <Text size="sm">
            {t(`source.${study.request.source}`)} ·{' '}
            {t('simulator.daysOf', { count: study.request.days })}
          </Text>
        </Group>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          loading={remove.isPending}
          onClick={() => remove.mutate(undefined)}
        >
          {isRunning ? t('simulator.cancel') : t('common.remove')}
        </Button>
      </Group>
      {isRunning && (
        <>
          <Progress value={study.progress * 100} aria-label={t('simulator.progress')} />
          <Text size="sm" mt={4}>
            {percent(study.progress)}
          </Text>
        </>
      )}
      {study.problem !== '' && (
        <Text c="red">
          {study.problem === 'too_little_history'
            ? t('simulator.tooLittleHistory')
            : study.problem === 'too_long'
              ? t('simulator.tooLong')
              : t('simulator.failed')}
        </Text>
      )}
      {study.result !== null && <StudyResult result={study.result} />}
    </section>
  )
}
