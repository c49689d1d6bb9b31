import { Group, MultiSelect, Rating, Stack, Text } from '@mantine/core'
import type { RoutingAgent, RoutingSkill } from '@parley/protocol/rest/routing-facts'
import { useTranslation } from 'react-i18next'

type Chosen = RoutingAgent['skills']

/** Skills with a level each: 1 is learning, 5 an expert. */
export function SkillLevels(props: {
  label: string
  description?: string
  skills: readonly RoutingSkill[]
  chosen: Chosen
  onChange: (chosen: Chosen) => void
}) {
  const { label, description, skills, chosen, onChange } = props
  const { t } = useTranslation('routing')
  return (
    <Stack gap={6}>
      <MultiSelect
        label={label}
        description={description ?? t('skills.levelHint')}
        placeholder={skills.length === 0 ? t('skills.none') : ''}
        data={skills.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen.map(({ skillId }) => skillId)}
        onChange={(ids) =>
          onChange(
            ids.map(
              (skillId) => chosen.find((one) => one.skillId === skillId) ?? { skillId, level: 3 },
            ),
          )
        }
      />
      {chosen.map(({ skillId, level }) => {
        const name = skills.find(({ id }) => id === skillId)?.name ?? ''
        return (
          <Group key={skillId} gap="sm">
            <Text size="sm" w={140} truncate>
              {name}
            </Text>
            <Rating
              value={level}
              getSymbolLabel={(stars) => t('skills.level', { name, level: stars })}
              onChange={(stars) =>
                onChange(
                  chosen.map((one) => (one.skillId === skillId ? { skillId, level: stars } : one)),
                )
              }
            />
          </Group>
        )
      })}
    </Stack>
  )
}
