import { ActionIcon, Menu } from '@mantine/core'
import type { RoutingBoard } from '@parley/protocol/rest/routing-board'
import { IconArrowBackUp, IconDots } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { reportError } from '../../ui/report.ts'
import { priorityNames } from '../priorities.ts'
import { boardQuery, teamsQuery } from '../queries.ts'

/** What a supervisor can do with one conversation: give it, take it back, change what it needs. */
export function GiveMenu(props: {
  conversationId: string
  name: string
  board: RoutingBoard
  /** Who has it; empty while it waits. */
  agentId: string
  priority: number
}) {
  const { conversationId, name, board, agentId, priority } = props
  const { t } = useTranslation('routing')
  const queries = useQueryClient()
  const { data: teams = [] } = useQuery(teamsQuery)
  const direct = useMutation({
    mutationFn: ({ step, body }: { step: 'assign' | 'queue'; body: object }) =>
      api('POST', `/api/routing/conversations/${conversationId}/${step}`, body),
    onSettled: () => queries.invalidateQueries({ queryKey: boardQuery.queryKey }),
    onError: reportError,
  })
  const others = board.agents.filter(
    (agent) => agent.presence !== 'offline' && agent.agentId !== agentId,
  )
  return (
    <Menu position="bottom-end" width={250} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('board.direct', { name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={380} style={{ overflowY: 'auto' }}>
        {agentId !== '' && (
          <Menu.Item
            leftSection={<IconArrowBackUp size={16} />}
            onClick={() => direct.mutate({ step: 'queue', body: {} })}
          >
            {t('board.pull')}
          </Menu.Item>
        )}
        <Menu.Label>{t('board.giveTo')}</Menu.Label>
        {others.length === 0 && <Menu.Item disabled>{t('board.nobodyElse')}</Menu.Item>}
        {others.map((agent) => (
          <Menu.Item
            key={agent.agentId}
            rightSection={`${agent.used}/${agent.capacity}`}
            onClick={() => direct.mutate({ step: 'assign', body: { agentId: agent.agentId } })}
          >
            {agent.name}
          </Menu.Item>
        ))}
        <Menu.Label>{t('board.priority')}</Menu.Label>
        {priorityNames.map((word, level) => (
          <Menu.Item
            key={word}
            aria-current={level === priority ? 'true' : undefined}
            fw={level === priority ? 600 : undefined}
            disabled={level === priority || agentId !== ''}
            onClick={() => direct.mutate({ step: 'queue', body: { priority: level } })}
          >
            {t(`priority.${word}`)}
          </Menu.Item>
        ))}
        {teams.length > 0 && <Menu.Label>{t('board.toTeam')}</Menu.Label>}
        {teams.map((team) => (
          <Menu.Item
            key={team.id}
            onClick={() => direct.mutate({ step: 'queue', body: { teamId: team.id } })}
          >
            {team.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
