import { Loader, Text } from '@mantine/core'
import type { RoutingBoard } from '@parley/protocol/rest/routing-board'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { duration } from '../durations.ts'
import { AgentCard } from './AgentCard.tsx'
import styles from './BoardPage.module.css'
import { useBoard } from './use-board.ts'
import { WaitingTable } from './WaitingTable.tsx'

/** Who waits, who answers, and what can be done about it: as it is at this moment. */
export function BoardPage() {
  const { t } = useTranslation('routing')
  const board = useBoard()
  if (board === undefined) return <Loader aria-label={t('common.loading')} />
  return (
    <>
      <PageHead title={t('board.title')} hint={t('board.hint')} />
      {!board.isReady && (
        <Text size="sm" c="dimmed" mb="sm">
          {t('board.notReady')}
        </Text>
      )}
      <Totals board={board} />
      <h3 className={styles.heading}>{t('board.waiting', { count: board.waitingCount })}</h3>
      {board.waiting.length === 0 ? (
        <EmptyState title={t('board.nobodyWaits')} hint={t('board.nobodyWaitsHint')} />
      ) : (
        <WaitingTable board={board} />
      )}
      <h3 className={styles.heading}>{t('board.agents')}</h3>
      {board.agents.length === 0 && <EmptyState title={t('board.noAgents')} />}
      <ul className={styles.agents}>
        {board.agents.map((agent) => (
          <AgentCard key={agent.agentId} agent={agent} board={board} />
        ))}
      </ul>
    </>
  )
}

function Totals({ board }: { board: RoutingBoard }) {
  const { t } = useTranslation('routing')
  const totals = [
    ['waiting', String(board.waitingCount)],
    ['longest', board.waitingCount === 0 ? '–' : duration(board.longestWaitMs)],
    ['online', String(board.onlineCount)],
    ['units', `${board.usedUnits} / ${board.capacityUnits}`],
    ['warned', String(board.warnedCount)],
    ['broken', String(board.brokenCount)],
  ] as const
  return (
    <dl className={styles.totals}>
      {totals.map(([name, value]) => (
        <div key={name} data-alarm={(name === 'broken' && board.brokenCount > 0) || undefined}>
          <dt>{t(`total.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
