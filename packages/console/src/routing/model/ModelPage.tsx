import { Badge, Button, Group, Progress, Select, Stack, Switch, Table, Text } from '@mantine/core'
import type { RoutingModelChange, RoutingModelState } from '@parley/protocol/rest/routing-model'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useHasRole } from '../../people/use-role.ts'
import { Section } from '../../settings/Section.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { moment } from '../../ui/times.ts'
import { duration, percent } from '../durations.ts'
import { modelQuery } from '../queries.ts'
import { useChange } from '../use-change.ts'
import { Importance } from './Importance.tsx'
import styles from './ModelPage.module.css'

const rungs = ['least-busy', 'table', 'trees', 'external'] as const

/** What the predictions rest on, and whether they hold. */
export function ModelPage() {
  const { t } = useTranslation('routing')
  const { data: state } = useQuery({
    ...modelQuery,
    refetchInterval: ({ state: { data } }) => (data?.training == null ? false : 1_500),
  })
  return (
    <>
      <PageHead title={t('model.title')} hint={t('model.hint')} />
      {state !== undefined && (
        <>
          <Live state={state} />
          <Trust state={state} />
          <Section title={t('model.importance')} hint={t('model.importanceHint')}>
            <Importance importance={state.importance} />
          </Section>
          <Trainings state={state} />
        </>
      )}
    </>
  )
}

function Live({ state }: { state: RoutingModelState }) {
  const { t } = useTranslation('routing')
  const isAdmin = useHasRole('admin')
  const { live, settings, training, nextTrainingAt } = state
  const change = useChange((asked: RoutingModelChange) => api('PATCH', '/api/routing/model', asked))
  const train = useChange((method: 'POST' | 'DELETE') => api(method, '/api/routing/model/train'))
  return (
    <Section title={t('model.live')} hint={t(`because.${live.because}`)}>
      <Stack>
        <Group>
          <Badge size="lg" variant="light" color={live.rung === 'least-busy' ? 'gray' : 'leaf'}>
            {t(`rung.${live.rung}`)}
          </Badge>
          {live.trainedAt > 0 && (
            <Text size="sm">{t('model.trainedAt', { time: moment(live.trainedAt) })}</Text>
          )}
        </Group>
        {training !== null && (
          <div>
            <Text size="sm" mb={4}>
              {t(`step.${training.step}`)} · {percent(training.progress)}
            </Text>
            <Progress value={training.progress * 100} aria-label={t('model.training')} />
          </div>
        )}
        {isAdmin && (
          <Group align="end">
            <Select
              label={t('model.highest')}
              allowDeselect={false}
              data={rungs
                .filter((rung) => rung !== 'external' || state.external !== null)
                .map((rung) => ({ value: rung, label: t(`rung.${rung}`) }))}
              value={settings.highestRung}
              onChange={(rung) => {
                const highestRung = rungs.find((one) => one === rung)
                if (highestRung !== undefined) change.mutate({ highestRung })
              }}
            />
            {training === null ? (
              <Button
                variant="default"
                loading={train.isPending}
                onClick={() => train.mutate('POST')}
              >
                {t('model.trainNow')}
              </Button>
            ) : (
              <Button variant="default" onClick={() => train.mutate('DELETE')}>
                {t('model.stop')}
              </Button>
            )}
          </Group>
        )}
        <Switch
          label={t('model.nightly')}
          description={
            nextTrainingAt > 0 ? t('model.next', { time: moment(nextTrainingAt) }) : undefined
          }
          disabled={!isAdmin}
          checked={settings.trainsNightly}
          onChange={(event) => change.mutate({ trainsNightly: event.currentTarget.checked })}
        />
      </Stack>
    </Section>
  )
}

/** Promises against what came. */
function Trust({ state }: { state: RoutingModelState }) {
  const { t } = useTranslation('routing')
  const { promises, calibration, spread } = state
  return (
    <Section title={t('model.trust')} hint={t('model.trustHint')}>
      <dl className={styles.figures}>
        <div>
          <dt>{t('model.p90', { count: promises.promises })}</dt>
          <dd>{promises.promises === 0 ? '–' : percent(promises.p90)}</dd>
        </div>
        <div>
          <dt>{t('model.p50')}</dt>
          <dd>{promises.promises === 0 ? '–' : percent(promises.p50)}</dd>
        </div>
        {calibration.map(({ target, outcomes, ratio, ratioMax }) => (
          <div key={target}>
            <dt>{t('model.ratio', { target: t(`target.${target}`), count: outcomes })}</dt>
            <dd>
              {outcomes === 0 ? '–' : ratio.toFixed(2)}{' '}
              <small>{t('model.ratioMax', { ratio: ratioMax.toFixed(1) })}</small>
            </dd>
          </div>
        ))}
        {spread !== null && (
          <div>
            <dt>{t('model.spread', { count: spread.rows })}</dt>
            <dd>
              {spread.agents.toFixed(2)} / {spread.byTopic.toFixed(2)}
            </dd>
          </div>
        )}
      </dl>
    </Section>
  )
}

function Trainings({ state }: { state: RoutingModelState }) {
  const { t } = useTranslation('routing')
  const { trainings } = state
  return (
    <Section title={t('model.trainings')}>
      {trainings.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('model.noTrainings')}
        </Text>
      ) : (
        <section className={styles.scroll} tabIndex={0} aria-label={t('model.trainings')}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('model.when')}</Table.Th>
                <Table.Th>{t('model.rows')}</Table.Th>
                <Table.Th>{t('model.result')}</Table.Th>
                <Table.Th>{t('model.errors')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {trainings.map((training) => (
                <Table.Tr key={training.id}>
                  <Table.Td>
                    {moment(training.startedAt)}
                    <Text size="xs" c="dimmed">
                      {duration(training.endedAt - training.startedAt)}
                    </Text>
                  </Table.Td>
                  <Table.Td>{training.rows}</Table.Td>
                  <Table.Td>
                    {t(`trained.${training.result}`)} · {t(`rung.${training.rung}`)}
                    {training.problem !== '' && (
                      <Text size="xs" c="red">
                        {training.problem}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    {training.errors.map(({ target, rung, factor }) => (
                      <div key={`${target} ${rung}`}>
                        {t(`target.${target}`)}, {t(`rung.${rung}`)}: × {factor.toFixed(2)}
                      </div>
                    ))}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
    </Section>
  )
}
