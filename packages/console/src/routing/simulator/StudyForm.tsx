import { Button, Group, NumberInput, SegmentedControl, Select, Stack, Switch } from '@mantine/core'
import type { RoutingStudy, StudyPolicy, StudyRequest } from '@parley/protocol/rest/routing-studies'
import { IconPlayerPlay } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useChange } from '../use-change.ts'
import styles from './SimulatorPage.module.css'

const policies = ['predicted', 'least-busy', 'longest-idle', 'round-robin', 'recent'] as const

/** What shall be other than today. */
export function StudyForm({ onStarted }: { onStarted: (study: RoutingStudy) => void }) {
  const { t } = useTranslation('routing')
  const [source, setSource] = useState<StudyRequest['source']>('history')
  const [days, setDays] = useState(7)
  const [policy, setPolicy] = useState<StudyPolicy | null>(null)
  const [moreAgents, setMoreAgents] = useState(0)
  const [moreCapacity, setMoreCapacity] = useState(0)
  const [arrivals, setArrivals] = useState(100)
  const [withAllPolicies, setWithAll] = useState(true)
  const start = useChange((asked: StudyRequest) =>
    api<RoutingStudy>('POST', '/api/routing/studies', asked),
  )
  const change = {
    ...(policy === null ? {} : { policy }),
    ...(moreAgents === 0 ? {} : { moreAgents }),
    ...(moreCapacity === 0 ? {} : { moreCapacity }),
    ...(arrivals === 100 ? {} : { arrivals: arrivals / 100 }),
  }
  const numberField = (set: (value: number) => void) => (value: string | number) => {
    if (typeof value === 'number') set(value)
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        const changes =
          Object.keys(change).length === 0 ? [] : [{ name: t('simulator.changed'), ...change }]
        start.mutate({ source, days, changes, withAllPolicies }, { onSuccess: onStarted })
      }}
    >
      <Stack gap="sm">
        <SegmentedControl
          aria-label={t('simulator.source')}
          w="fit-content"
          value={source}
          onChange={(value) => setSource(value === 'history' ? 'history' : 'example')}
          data={[
            { value: 'history', label: t('source.history') },
            { value: 'example', label: t('source.example') },
          ]}
        />
        <div className={styles.fields}>
          <NumberInput
            label={t('simulator.days')}
            min={1}
            max={28}
            clampBehavior="strict"
            value={days}
            onChange={numberField(setDays)}
          />
          <Select
            label={t('simulator.policy')}
            placeholder={t('simulator.asToday')}
            clearable
            data={policies.map((value) => ({ value, label: t(`policyName.${value}`) }))}
            value={policy}
            onChange={(value) => setPolicy(policies.find((one) => one === value) ?? null)}
          />
          <NumberInput
            label={t('simulator.moreAgents')}
            min={-200}
            max={200}
            clampBehavior="strict"
            value={moreAgents}
            onChange={numberField(setMoreAgents)}
          />
          <NumberInput
            label={t('simulator.moreCapacity')}
            min={-5}
            max={5}
            clampBehavior="strict"
            value={moreCapacity}
            onChange={numberField(setMoreCapacity)}
          />
          <NumberInput
            label={t('simulator.arrivals')}
            suffix=" %"
            min={10}
            max={300}
            step={10}
            clampBehavior="strict"
            value={arrivals}
            onChange={numberField(setArrivals)}
          />
        </div>
        <Group justify="space-between">
          <Switch
            label={t('simulator.withAll')}
            checked={withAllPolicies}
            onChange={(event) => setWithAll(event.currentTarget.checked)}
          />
          <Button
            type="submit"
            leftSection={<IconPlayerPlay size={16} />}
            loading={start.isPending}
          >
            {t('simulator.run')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
