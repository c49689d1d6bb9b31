import { ActionIcon, Button, Group, Pill, TextInput } from '@mantine/core'
import type { RoutingSkill } from '@parley/protocol/rest/routing-facts'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useHasRole } from '../../people/use-role.ts'
import { Section } from '../../settings/Section.tsx'
import { useChange } from '../use-change.ts'

/** The skills that there are. */
export function SkillList({ skills }: { skills: readonly RoutingSkill[] }) {
  const { t } = useTranslation('routing')
  const isAdmin = useHasRole('admin')
  const [name, setName] = useState('')
  const add = useChange((asked: string) => api('POST', '/api/routing/skills', { name: asked }))
  const remove = useChange((id: string) => api('DELETE', `/api/routing/skills/${id}`))
  return (
    <Section title={t('skills.title')} hint={t('skills.hint')}>
      <Group gap="xs" mb="sm">
        {skills.map((skill) => (
          <Pill key={skill.id} size="md">
            {skill.name}
            {isAdmin && (
              <ActionIcon
                ml={4}
                size={18}
                variant="transparent"
                color="gray"
                aria-label={t('skills.remove', { name: skill.name })}
                onClick={() => remove.mutate(skill.id)}
              >
                <IconX size={13} />
              </ActionIcon>
            )}
          </Pill>
        ))}
      </Group>
      {isAdmin && (
        <form
          onSubmit={(event: FormEvent) => {
            event.preventDefault()
            add.mutate(name.trim(), { onSuccess: () => setName('') })
          }}
        >
          <Group align="end" gap="xs">
            <TextInput
              label={t('skills.new')}
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button
              type="submit"
              variant="default"
              leftSection={<IconPlus size={16} />}
              loading={add.isPending}
              disabled={name.trim() === ''}
            >
              {t('common.add')}
            </Button>
          </Group>
        </form>
      )}
    </Section>
  )
}
