import { Table, Text } from '@mantine/core'
import type { StudyResult as Result, StudyRow } from '@parley/protocol/rest/routing-studies'
import { useTranslation } from 'react-i18next'
import { duration, percent } from '../durations.ts'
import { HourChart } from './HourChart.tsx'
import { RowName } from './RowName.tsx'
import styles from './SimulatorPage.module.css'

/** Every variant on the same days, side by side. */
export function StudyResult({ result }: { result: Result }) {
  const { t } = useTranslation('routing')
  const { rows, spread, fidelity } = result
  return (
    <>
      <Text size="sm" mb="xs">
        {t('result.about', {
          conversations: result.conversations,
          agents: result.agents,
          topics: result.topics,
        })}{' '}
        {t('result.spread', {
          agents: spread.agents.toFixed(2),
          byTopic: spread.byTopic.toFixed(2),
        })}
      </Text>
      {fidelity !== null && (
        <Text size="sm" mb="xs" c="dimmed">
          {t('result.fidelity', {
            measured: duration(fidelity.measuredMeanWaitMs),
            replayed: duration(fidelity.replayedMeanWaitMs),
          })}
        </Text>
      )}
      <section className={styles.scroll} tabIndex={0} aria-label={t('result.table')}>
        <Table verticalSpacing="xs" className={styles.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('result.variant')}</Table.Th>
              <Table.Th>{t('result.mean')}</Table.Th>
              <Table.Th>{t('result.against')}</Table.Th>
              <Table.Th>{t('result.p50')}</Table.Th>
              <Table.Th>{t('result.p90')}</Table.Th>
              <Table.Th>{t('result.p99')}</Table.Th>
              <Table.Th>{t('result.abandoned')}</Table.Th>
              <Table.Th>{t('result.within60')}</Table.Th>
              <Table.Th>{t('result.sla')}</Table.Th>
              <Table.Th>{t('result.occupancy')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Row key={`${row.kind} ${row.name}`} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      </section>
      <HourChart rows={rows} />
    </>
  )
}

function Row({ row }: { row: StudyRow }) {
  const { t } = useTranslation('routing')
  const { againstToday } = row
  return (
    <Table.Tr data-kind={row.kind}>
      <Table.Td fw={row.kind === 'today' || row.kind === 'change' ? 600 : 400}>
        <RowName row={row} />
      </Table.Td>
      <Table.Td>{duration(row.meanWaitMs)}</Table.Td>
      <Table.Td>
        {row.kind === 'today'
          ? '–'
          : `${againstToday.percent > 0 ? '+' : ''}${againstToday.percent.toFixed(1)} %${
              againstToday.halfWidth === null ? '' : ` ± ${againstToday.halfWidth.toFixed(1)}`
            }`}
      </Table.Td>
      <Table.Td>{duration(row.p50WaitMs)}</Table.Td>
      <Table.Td>{duration(row.p90WaitMs)}</Table.Td>
      <Table.Td>{duration(row.p99WaitMs)}</Table.Td>
      <Table.Td>{percent(row.abandoned, 1)}</Table.Td>
      <Table.Td>{percent(row.within60s)}</Table.Td>
      <Table.Td>{row.withinSla === null ? '–' : percent(row.withinSla)}</Table.Td>
      <Table.Td>{t('result.points', { points: row.occupancySpread.toFixed(0) })}</Table.Td>
    </Table.Tr>
  )
}
