import { Button, Group, MultiSelect, Select, Stack, Switch, TextInput } from '@mantine/core'
import type { RoutingTeam, RoutingTeamChange } from '@parley/protocol/rest/routing-facts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import formStyles from '../../assistant/settings/SettingsForm.module.css'
import { useHasRole } from '../../people/use-role.ts'
import { HoursFields, ordinaryHours } from '../HoursFields.tsx'
import { LengthInput } from '../LengthInput.tsx'
import { agentsQuery } from '../queries.ts'
import { useChange } from '../use-change.ts'

const FIVE_MINUTES = 300_000

/** One team, whole. */
export function TeamForm(props: {
  stored: RoutingTeam
  teams: readonly RoutingTeam[]
  onDone: () => void
}) {
  const { stored, teams, onDone } = props
  const { t } = useTranslation('routing')
  const isAdmin = useHasRole('admin')
  const { data: agents = [] } = useQuery(agentsQuery)
  const [draft, setDraft] = useState(stored)
  const set = (change: Partial<RoutingTeam>) => setDraft((now) => ({ ...now, ...change }))
  const path = `/api/routing/teams/${stored.id}`
  const save = useChange((change: RoutingTeamChange) => api('PATCH', path, change))
  const remove = useChange(() => api('DELETE', path))
  const others = teams.filter(({ id }) => id !== stored.id)
  const { overflow, hours } = draft
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        const { name, memberIds } = draft
        save.mutate({ name: name.trim(), memberIds, hours, overflow }, { onSuccess: onDone })
      }}
    >
      <fieldset disabled={!isAdmin} className={formStyles.fields}>
        <Stack>
          <TextInput
            label={t('teams.name')}
            maxLength={80}
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <MultiSelect
            label={t('teams.members')}
            data={agents.map(({ agentId, name }) => ({ value: agentId, label: name }))}
            searchable
            value={draft.memberIds}
            onChange={(memberIds) => set({ memberIds })}
          />
          <Switch
            label={t('teams.ownHours')}
            checked={hours !== null}
            onChange={(event) =>
              set({ hours: event.currentTarget.checked ? ordinaryHours() : null })
            }
          />
          {hours !== null && (
            <HoursFields hours={hours} onChange={(next) => set({ hours: next })} />
          )}
          <Select
            label={t('teams.overflow')}
            description={t('teams.overflowHint')}
            placeholder={t('teams.noOverflow')}
            clearable
            data={others.map(({ id, name }) => ({ value: id, label: name }))}
            value={overflow?.toTeamId ?? null}
            onChange={(toTeamId) =>
              set({
                overflow:
                  toTeamId === null
                    ? null
                    : { toTeamId, afterMs: overflow?.afterMs ?? FIVE_MINUTES },
              })
            }
          />
          {overflow !== null && (
            <LengthInput
              label={t('teams.overflowAfter')}
              unit="minutes"
              min={10_000}
              value={overflow.afterMs}
              onChange={(afterMs) => set({ overflow: { ...overflow, afterMs } })}
            />
          )}
        </Stack>
      </fieldset>
      {isAdmin && (
        <Group mt="lg" justify="space-between">
          <Button
            variant="subtle"
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSuccess: onDone })}
          >
            {t('common.remove')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={draft.name.trim() === ''}>
            {t('common.save')}
          </Button>
        </Group>
      )}
    </form>
  )
}
