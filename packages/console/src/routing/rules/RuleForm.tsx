import {
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core'
import type { RoutingRule, RoutingRuleRequest } from '@parley/protocol/rest/routing-facts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { channelsQuery } from '../../app/queries.ts'
import { priorityNames } from '../priorities.ts'
import { skillsQuery, teamsQuery, topicsQuery } from '../queries.ts'
import { SkillLevels } from '../SkillLevels.tsx'
import { useChange } from '../use-change.ts'

const empty: RoutingRuleRequest = {
  name: '',
  isOn: true,
  when: { channelIds: [], topicIds: [], attribute: null },
  needs: { teamId: '', skills: [], languages: [], weight: null, priority: 0 },
}

/** One rule: when it holds, and what a conversation then needs. */
export function RuleForm(props: { stored: RoutingRule | undefined; onDone: () => void }) {
  const { stored, onDone } = props
  const { t } = useTranslation('routing')
  const { data: channels = [] } = useQuery(channelsQuery)
  const { data: topics = [] } = useQuery(topicsQuery)
  const { data: teams = [] } = useQuery(teamsQuery)
  const { data: skills = [] } = useQuery(skillsQuery)
  const [draft, setDraft] = useState<RoutingRuleRequest>(() => {
    const { id: _, ...kept } = stored ?? { ...empty, id: '' }
    return kept
  })
  const { when, needs } = draft
  const setWhen = (change: Partial<typeof when>) =>
    setDraft({ ...draft, when: { ...when, ...change } })
  const setNeeds = (change: Partial<typeof needs>) =>
    setDraft({ ...draft, needs: { ...needs, ...change } })
  const save = useChange((asked: RoutingRuleRequest) =>
    stored === undefined
      ? api('POST', '/api/routing/rules', asked)
      : api('PATCH', `/api/routing/rules/${stored.id}`, asked),
  )
  const remove = useChange(() => api('DELETE', `/api/routing/rules/${stored?.id ?? ''}`))
  const options = (list: readonly { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        const { attribute } = when
        const isNamed = attribute !== null && attribute.name.trim() !== ''
        save.mutate(
          {
            ...draft,
            name: draft.name.trim(),
            when: { ...when, attribute: isNamed ? attribute : null },
          },
          { onSuccess: onDone },
        )
      }}
    >
      <Stack>
        <TextInput
          data-autofocus
          label={t('rules.name')}
          maxLength={80}
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        <Text fw={600} size="sm">
          {t('rules.when')}
        </Text>
        <MultiSelect
          label={t('rules.channels')}
          placeholder={when.channelIds.length === 0 ? t('rules.any') : ''}
          data={options(channels)}
          value={when.channelIds}
          onChange={(channelIds) => setWhen({ channelIds })}
        />
        <MultiSelect
          label={t('rules.topics')}
          placeholder={when.topicIds.length === 0 ? t('rules.any') : ''}
          data={options(topics)}
          value={when.topicIds}
          onChange={(topicIds) => setWhen({ topicIds })}
        />
        <Group grow>
          <TextInput
            label={t('rules.attribute')}
            placeholder="vip"
            maxLength={80}
            value={when.attribute?.name ?? ''}
            onChange={(event) =>
              setWhen({
                attribute: {
                  name: event.currentTarget.value,
                  value: when.attribute?.value ?? '',
                },
              })
            }
          />
          <TextInput
            label={t('rules.value')}
            maxLength={200}
            value={when.attribute?.value ?? ''}
            onChange={(event) =>
              setWhen({
                attribute: { name: when.attribute?.name ?? '', value: event.currentTarget.value },
              })
            }
          />
        </Group>
        <Text fw={600} size="sm">
          {t('rules.needs')}
        </Text>
        <Select
          label={t('rules.team')}
          placeholder={t('rules.any')}
          clearable
          data={options(teams)}
          value={needs.teamId || null}
          onChange={(teamId) => setNeeds({ teamId: teamId ?? '' })}
        />
        <SkillLevels
          label={t('rules.skills')}
          description={t('rules.skillsHint')}
          skills={skills}
          chosen={needs.skills}
          onChange={(next) => setNeeds({ skills: next })}
        />
        <TagsInput
          label={t('rules.languages')}
          data={['zh', 'en', 'ja', 'ko', 'de', 'fr', 'es']}
          value={needs.languages}
          onChange={(languages) =>
            setNeeds({ languages: languages.map((one) => one.toLowerCase()) })
          }
        />
        <Group grow align="start">
          <Select
            label={t('rules.priority')}
            allowDeselect={false}
            data={priorityNames.map((word, level) => ({
              value: String(level),
              label: t(`priority.${word}`),
            }))}
            value={String(needs.priority)}
            onChange={(priority) => setNeeds({ priority: Number(priority) })}
          />
          <NumberInput
            label={t('rules.weight')}
            description={t('rules.weightHint')}
            placeholder="1"
            min={0}
            max={100}
            clampBehavior="strict"
            value={needs.weight ?? ''}
            onChange={(value) => setNeeds({ weight: typeof value === 'number' ? value : null })}
          />
        </Group>
        <Group justify="space-between">
          {stored === undefined ? (
            <span />
          ) : (
            <Button
              variant="subtle"
              color="red"
              onClick={() => remove.mutate(undefined, { onSuccess: onDone })}
            >
              {t('common.remove')}
            </Button>
          )}
          <Button type="submit" loading={save.isPending} disabled={draft.name.trim() === ''}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
