import { Badge, Table, VisuallyHidden } from '@mantine/core'
import type { BoardWaiting, RoutingBoard } from '@parley/protocol/rest/routing-board'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../ui/now.ts'
import { contactName } from '../../ui/texts.ts'
import { duration } from '../durations.ts'
import { priorityName } from '../priorities.ts'
import { skillsQuery, teamsQuery, topicsQuery } from '../queries.ts'
import styles from './BoardPage.module.css'
import { GiveMenu } from './GiveMenu.tsx'
import { SlaMark } from './SlaMark.tsx'

/** Everybody who waits for a person, the most urgent first. */
export function WaitingTable({ board }: { board: RoutingBoard }) {
  const { t } = useTranslation('routing')
  return (
    <section className={styles.scroll} tabIndex={0} aria-label={t('board.waitingLabel')}>
      <Table className={styles.table} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('board.contact')}</Table.Th>
            <Table.Th>{t('board.needs')}</Table.Th>
            <Table.Th>{t('board.waits')}</Table.Th>
            <Table.Th>{t('board.promised')}</Table.Th>
            <Table.Th>{t('board.state')}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t('board.actions')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {board.waiting.map((waiting) => (
            <WaitingRow key={waiting.conversationId} waiting={waiting} board={board} />
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

function WaitingRow({ waiting, board }: { waiting: BoardWaiting; board: RoutingBoard }) {
  const { t } = useTranslation('routing')
  const { t: common } = useTranslation()
  const now = useNow(1_000)
  const { data: topics = [] } = useQuery(topicsQuery)
  const { data: teams = [] } = useQuery(teamsQuery)
  const { data: skills = [] } = useQuery(skillsQuery)
  const { conversationId, priority, position, phase, agentId, expiresAt } = waiting
  const nameOf = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((one) => one.id === id)?.name ?? ''
  const name = contactName(waiting, common)
  const needs = [
    nameOf(topics, waiting.topicId),
    nameOf(teams, waiting.teamId),
    ...waiting.skills.map(({ skillId, level }) => `${nameOf(skills, skillId)} ${level}+`),
    ...waiting.languages,
  ].filter((part) => part !== '')
  const agent = board.agents.find((one) => one.agentId === agentId)?.name ?? ''
  return (
    <Table.Tr>
      <Table.Td>
        <Link to="/inbox/$view/$conversationId" params={{ view: 'unassigned', conversationId }}>
          {name}
        </Link>
        {priority > 0 && (
          <Badge
            ml={6}
            size="sm"
            c={priority === 3 ? 'var(--bad)' : 'var(--warn)'}
            bg={priority === 3 ? 'var(--bad-soft)' : 'var(--warn-soft)'}
          >
            {t(`priority.${priorityName(priority)}`)}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        {needs.join(' · ') || t('board.anybody')}
        <small>{t('board.suitable', { count: waiting.suitableCount })}</small>
      </Table.Td>
      <Table.Td>
        {duration(now - waiting.queuedAt)}
        <small>{t('board.place', { position })}</small>
      </Table.Td>
      <Table.Td>
        {t('board.within', { time: duration(waiting.p90Ms) })}
        <small>{t('board.likely', { time: duration(waiting.p50Ms) })}</small>
      </Table.Td>
      <Table.Td>
        {t(`phase.${phase}`, { name: agent })}
        {expiresAt > now && <small>{duration(expiresAt - now)}</small>}
        <SlaMark sla={waiting.sla} />
      </Table.Td>
      <Table.Td ta="right">
        <GiveMenu {...{ conversationId, name, board, priority }} agentId="" />
      </Table.Td>
    </Table.Tr>
  )
}
