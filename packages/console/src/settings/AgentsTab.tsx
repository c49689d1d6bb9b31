import { Badge, Button, Group, Select, Switch, Table, Text } from '@mantine/core'
import type { Agent, AgentChange, Invite, Role } from '@parley/protocol/rest'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { agentsQuery, invitesQuery, meQuery, queryClient } from '../app/queries.ts'
import { currentLocale } from '../i18n/index.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { reportDone, reportError } from '../ui/report.ts'
import styles from './AgentsTab.module.css'
import { InviteDialog } from './InviteDialog.tsx'
import { useIsAdmin } from './is-admin.ts'
import { useRoleOptions } from './roles.ts'
import { Section } from './Section.tsx'

/** Who works here, with which role, and who is invited. */
export function AgentsTab() {
  const { t } = useTranslation()
  const isAdmin = useIsAdmin()
  const [isInviting, setInviting] = useState(false)
  const { data: agents = [] } = useQuery(agentsQuery)
  return (
    <>
      <Section title={t('settings.agents')} hint={t('settings.agentsTab.hint')}>
        {isAdmin ? (
          <Group mb="md">
            <Button onClick={() => setInviting(true)}>{t('settings.agentsTab.invite')}</Button>
          </Group>
        ) : (
          <Text size="sm" c="dimmed" mb="md">
            {t('settings.agentsTab.adminsOnly')}
          </Text>
        )}
        <Table verticalSpacing="sm" className={styles.agents}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('settings.agentsTab.name')}</Table.Th>
              <Table.Th w={160}>{t('settings.agentsTab.role')}</Table.Th>
              <Table.Th w={80}>{t('settings.agentsTab.active')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {agents.map((agent) => (
              <AgentRow key={agent.id} agent={agent} isAdmin={isAdmin} />
            ))}
          </Table.Tbody>
        </Table>
      </Section>
      {isAdmin && <OpenInvites />}
      <InviteDialog isOpen={isInviting} onClose={() => setInviting(false)} />
    </>
  )
}

function AgentRow({ agent, isAdmin }: { agent: Agent; isAdmin: boolean }) {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const roles = useRoleOptions()
  const change = useMutation({
    mutationFn: (changed: AgentChange) => api<Agent>('PATCH', `/api/agents/${agent.id}`, changed),
    onSuccess: () => reportDone(t('settings.saved')),
    onError: reportError,
    onSettled: () => queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey }),
  })
  const isMe = agent.id === me?.agent.id
  const mayChange = isAdmin && !isMe && (agent.role !== 'owner' || me?.agent.role === 'owner')
  return (
    <Table.Tr data-inactive={!agent.isActive || undefined}>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          <Avatar name={agent.name} id={agent.id} size={32} />
          <div className={styles.who}>
            <span>
              {agent.name}
              {isMe && (
                <Badge ms={6} size="xs" variant="default">
                  {t('settings.agentsTab.you')}
                </Badge>
              )}
            </span>
            <small>{agent.email}</small>
          </div>
        </Group>
      </Table.Td>
      <Table.Td>
        {mayChange ? (
          <Select
            size="xs"
            aria-label={t('settings.agentsTab.roleOf', { name: agent.name })}
            data={roles}
            value={agent.role}
            allowDeselect={false}
            onChange={(role) => role !== null && change.mutate({ role: role as Role })}
          />
        ) : (
          t(`role.${agent.role}`)
        )}
      </Table.Td>
      <Table.Td>
        <Switch
          aria-label={t('settings.agentsTab.activeHint', { name: agent.name })}
          checked={agent.isActive}
          disabled={!mayChange}
          onChange={(event) => change.mutate({ isActive: event.currentTarget.checked })}
        />
      </Table.Td>
    </Table.Tr>
  )
}

function OpenInvites() {
  const { t } = useTranslation()
  const { data: invites = [] } = useQuery(invitesQuery)
  const revoke = useMutation({
    mutationFn: ({ id }: Invite) => api('DELETE', `/api/invites/${id}`),
    onError: reportError,
    onSettled: () => queryClient.invalidateQueries({ queryKey: invitesQuery.queryKey }),
  })
  if (invites.length === 0) return null
  return (
    <Section title={t('settings.agentsTab.open')}>
      <Table>
        <Table.Tbody>
          {invites.map((invite) => (
            <Table.Tr key={invite.id}>
              <Table.Td>{invite.email || t('settings.agentsTab.anyone')}</Table.Td>
              <Table.Td>{t(`role.${invite.role}`)}</Table.Td>
              <Table.Td c="dimmed">
                {t('settings.agentsTab.expires', {
                  time: new Date(invite.expiresAt).toLocaleString(currentLocale()),
                })}
              </Table.Td>
              <Table.Td ta="end">
                <Button size="compact-xs" variant="default" onClick={() => revoke.mutate(invite)}>
                  {t('settings.agentsTab.revoke')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}
