import { Badge, Button, Group, Modal, Table, TextInput, VisuallyHidden } from '@mantine/core'
import type { RoutingTeam } from '@parley/protocol/rest/routing-facts'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useHasRole } from '../../people/use-role.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { moment } from '../../ui/times.ts'
import { teamsQuery } from '../queries.ts'
import { useChange } from '../use-change.ts'
import { TeamForm } from './TeamForm.tsx'

/** Teams: who is in them, when they are there, and where their queue goes when it waits too long. */
export function TeamsPage() {
  const { t } = useTranslation('routing')
  const isAdmin = useHasRole('admin')
  const { data: teams } = useQuery(teamsQuery)
  const [openId, setOpenId] = useState<string | undefined>(undefined)
  const [isNew, setNew] = useState(false)
  const open = teams?.find(({ id }) => id === openId)
  return (
    <>
      <PageHead title={t('teams.title')} hint={t('teams.hint')}>
        {isAdmin && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
            {t('teams.new')}
          </Button>
        )}
      </PageHead>
      {teams?.length === 0 && <EmptyState title={t('teams.none')} hint={t('teams.noneHint')} />}
      {teams !== undefined && teams.length > 0 && (
        <Table verticalSpacing="sm" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('teams.name')}</Table.Th>
              <Table.Th>{t('teams.members')}</Table.Th>
              <Table.Th>{t('teams.now')}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{t('common.change')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {teams.map((team) => (
              <TeamRow key={team.id} team={team} onOpen={() => setOpenId(team.id)} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Modal opened={isNew} onClose={() => setNew(false)} title={t('teams.new')}>
        <NewTeam
          onDone={(team) => {
            setNew(false)
            setOpenId(team.id)
          }}
        />
      </Modal>
      <Modal
        opened={open !== undefined}
        onClose={() => setOpenId(undefined)}
        title={open?.name}
        size="lg"
      >
        {open !== undefined && (
          <TeamForm
            key={open.id}
            stored={open}
            teams={teams ?? []}
            onDone={() => setOpenId(undefined)}
          />
        )}
      </Modal>
    </>
  )
}

function TeamRow({ team, onOpen }: { team: RoutingTeam; onOpen: () => void }) {
  const { t } = useTranslation('routing')
  const isAdmin = useHasRole('admin')
  return (
    <Table.Tr>
      <Table.Td fw={500}>{team.name}</Table.Td>
      <Table.Td>{t('teams.memberCount', { count: team.memberIds.length })}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={team.isOpen ? 'leaf' : 'gray'}>
          {team.isOpen ? t('teams.open') : t('teams.closed')}
        </Badge>{' '}
        {team.changesAt > 0 && t('teams.until', { time: moment(team.changesAt) })}
      </Table.Td>
      <Table.Td ta="right">
        <Button
          size="xs"
          variant="default"
          aria-label={t('teams.changeTeam', { name: team.name })}
          onClick={onOpen}
        >
          {isAdmin ? t('common.change') : t('common.look')}
        </Button>
      </Table.Td>
    </Table.Tr>
  )
}

function NewTeam({ onDone }: { onDone: (team: RoutingTeam) => void }) {
  const { t } = useTranslation('routing')
  const [name, setName] = useState('')
  const add = useChange((asked: string) =>
    api<RoutingTeam>('POST', '/api/routing/teams', { name: asked }),
  )
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        add.mutate(name.trim(), { onSuccess: onDone })
      }}
    >
      <TextInput
        data-autofocus
        label={t('teams.name')}
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Group mt="md" justify="flex-end">
        <Button type="submit" loading={add.isPending} disabled={name.trim() === ''}>
          {t('common.add')}
        </Button>
      </Group>
    </form>
  )
}
