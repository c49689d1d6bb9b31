import { Button, Group, MultiSelect, NumberInput, Stack, Switch, TagsInput } from '@mantine/core'
import type {
  RoutingAgent,
  RoutingAgentChange,
  RoutingSkill,
  RoutingTeam,
} from '@parley/protocol/rest/routing-facts'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { SkillLevels } from '../SkillLevels.tsx'
import { useChange } from '../use-change.ts'

/** One agent's teams, skills, languages and capacity. */
export function AgentForm(props: {
  stored: RoutingAgent
  teams: readonly RoutingTeam[]
  skills: readonly RoutingSkill[]
  onDone: () => void
}) {
  const { stored, teams, skills, onDone } = props
  const { t } = useTranslation('routing')
  const [draft, setDraft] = useState(stored)
  const set = (change: Partial<RoutingAgent>) => setDraft((now) => ({ ...now, ...change }))
  const save = useChange((change: RoutingAgentChange) =>
    api('PATCH', `/api/routing/agents/${stored.agentId}`, change),
  )
  const { capacity } = draft
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        const { agentId: _, name: __, ...change } = draft
        save.mutate(change, { onSuccess: onDone })
      }}
    >
      <Stack>
        <MultiSelect
          label={t('people.teams')}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.teamIds}
          onChange={(teamIds) => set({ teamIds })}
        />
        <SkillLevels
          label={t('people.skills')}
          skills={skills}
          chosen={draft.skills}
          onChange={(next) => set({ skills: next })}
        />
        <TagsInput
          label={t('people.languages')}
          description={t('people.languagesHint')}
          data={['zh', 'en', 'ja', 'ko', 'de', 'fr', 'es']}
          value={draft.languages}
          onChange={(languages) =>
            set({ languages: languages.map((language) => language.trim().toLowerCase()) })
          }
        />
        <Switch
          label={t('people.ownCapacity')}
          checked={capacity !== null}
          onChange={(event) => set({ capacity: event.currentTarget.checked ? 3 : null })}
        />
        {capacity !== null && (
          <NumberInput
            label={t('people.capacity')}
            description={t('people.capacityHint')}
            min={0}
            max={100}
            clampBehavior="strict"
            value={capacity}
            onChange={(value) => {
              if (typeof value === 'number') set({ capacity: value })
            }}
          />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
