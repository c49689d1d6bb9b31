import { Button, Modal, Table, Text, VisuallyHidden } from '@mantine/core'
import type { RoutingAgent } from '@parley/protocol/rest/routing-facts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../people/use-role.ts'
import { PageHead } from '../../ui/PageHead.tsx'
import { agentsQuery, settingsQuery, skillsQuery, teamsQuery } from '../queries.ts'
import { AgentForm } from './AgentForm.tsx'
import { SkillList } from './SkillList.tsx'

/** What each agent can do, and how much at once. */
export function PeoplePage() {
  const { t } = useTranslation('routing')
  const isAdmin = useHasRole('admin')
  const { data: agents } = useQuery(agentsQuery)
  const { data: teams = [] } = useQuery(teamsQuery)
  const { data: skills = [] } = useQuery(skillsQuery)
  const { data: settings } = useQuery(settingsQuery)
  const [openId, setOpenId] = useState<string | undefined>(undefined)
  const open = agents?.find(({ agentId }) => agentId === openId)
  const names = (ids: readonly string[], list: readonly { id: string; name: string }[]) =>
    list.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
  const skillWords = (agent: RoutingAgent) =>
    agent.skills
      .map(({ skillId, level }) => `${names([skillId], skills)[0] ?? ''} ${level}`)
      .join(' · ')
  return (
    <>
      <PageHead title={t('people.title')} hint={t('people.hint')} />
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('people.name')}</Table.Th>
            <Table.Th>{t('people.teams')}</Table.Th>
            <Table.Th>{t('people.skills')}</Table.Th>
            <Table.Th>{t('people.languages')}</Table.Th>
            <Table.Th>{t('people.capacity')}</Table.Th>
            {isAdmin && (
              <Table.Th>
                <VisuallyHidden>{t('common.change')}</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {(agents ?? []).map((agent) => (
            <Table.Tr key={agent.agentId}>
              <Table.Td fw={500}>{agent.name}</Table.Td>
              <Table.Td>{names(agent.teamIds, teams).join(', ') || '–'}</Table.Td>
              <Table.Td>{skillWords(agent) || '–'}</Table.Td>
              <Table.Td>{agent.languages.join(', ') || '–'}</Table.Td>
              <Table.Td>
                {agent.capacity ?? (
                  <Text span c="dimmed" size="sm">
                    {t('people.default', { count: settings?.capacityDefault ?? 0 })}
                  </Text>
                )}
              </Table.Td>
              {isAdmin && (
                <Table.Td ta="right">
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={t('people.changeAgent', { name: agent.name })}
                    onClick={() => setOpenId(agent.agentId)}
                  >
                    {t('common.change')}
                  </Button>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <SkillList skills={skills} />
      <Modal
        opened={open !== undefined}
        onClose={() => setOpenId(undefined)}
        title={open?.name}
        size="md"
      >
        {open !== undefined && (
          <AgentForm
            key={open.agentId}
            stored={open}
            teams={teams}
            skills={skills}
            onDone={() => setOpenId(undefined)}
          />
        )}
      </Modal>
    </>
  )
}
