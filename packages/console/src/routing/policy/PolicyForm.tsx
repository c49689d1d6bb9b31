import { Button, Collapse, Group, SegmentedControl, Stack, Switch, Text } from '@mantine/core'
import type { RoutingChange, RoutingSettings } from '@parley/protocol/rest/routing'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import formStyles from '../../assistant/settings/SettingsForm.module.css'
import { useHasRole } from '../../people/use-role.ts'
import { Section } from '../../settings/Section.tsx'
import { HoursFields, ordinaryHours } from '../HoursFields.tsx'
import { LengthInput } from '../LengthInput.tsx'
import { useChange } from '../use-change.ts'
import { AdvancedFields } from './AdvancedFields.tsx'
import { HookFields } from './HookFields.tsx'
import { PolicyChoice } from './PolicyChoice.tsx'
import { SlaFields } from './SlaFields.tsx'

const MINUTE = 60_000

/** All of it at once; administrators change it, everybody else reads. */
export function PolicyForm({ stored }: { stored: RoutingSettings }) {
  const { t } = useTranslation('routing')
  const isAdmin = useHasRole('admin')
  const [draft, setDraft] = useState(stored)
  const [isFolded, setFolded] = useState(true)
  const set = (change: Partial<RoutingSettings>) => setDraft((now) => ({ ...now, ...change }))
  const isChanged = JSON.stringify(draft) !== JSON.stringify(stored)
  const save = useChange((change: RoutingChange) =>
    api<RoutingSettings>('PATCH', '/api/routing', change).then(setDraft),
  )
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        const { hook, ...change } = draft
        const { secret: _, ...changedHook } = hook
        save.mutate({ ...change, hook: changedHook })
      }}
    >
      <fieldset disabled={!isAdmin} className={formStyles.fields}>
        <Section title={t('policy.title')} hint={t('policy.hint')}>
          <Stack>
            {!isAdmin && (
              <Text size="sm" c="dimmed">
                {t('common.adminsOnly')}
              </Text>
            )}
            <PolicyChoice policy={draft.policy} onChange={(policy) => set({ policy })} />
            {draft.policy === 'hook' && (
              <HookFields hook={draft.hook} onChange={(hook) => set({ hook })} />
            )}
          </Stack>
        </Section>
        <Section title={t('mode.title')} hint={t(`mode.${draft.mode}Hint`)}>
          <Stack>
            <SegmentedControl
              aria-label={t('mode.title')}
              w="fit-content"
              disabled={!isAdmin}
              value={draft.mode}
              onChange={(mode) => set({ mode: mode as RoutingSettings['mode'] })}
              data={[
                { value: 'push', label: t('mode.push') },
                { value: 'offer', label: t('mode.offer') },
              ]}
            />
            {draft.mode === 'offer' && (
              <LengthInput
                label={t('mode.offerMs')}
                description={t('mode.offerMsHint')}
                unit="seconds"
                min={5_000}
                max={10 * MINUTE}
                value={draft.offerMs}
                onChange={(offerMs) => set({ offerMs })}
              />
            )}
          </Stack>
        </Section>
        <Section title={t('sla.title')} hint={t('sla.hint')}>
          <SlaFields sla={draft.sla} onChange={(sla) => set({ sla })} />
        </Section>
        <Section title={t('hours.title')} hint={t('hours.hint')}>
          <Stack>
            <Switch
              label={t('hours.always')}
              checked={draft.hours === null}
              onChange={(event) =>
                set({ hours: event.currentTarget.checked ? null : ordinaryHours() })
              }
            />
            {draft.hours !== null && (
              <HoursFields hours={draft.hours} onChange={(hours) => set({ hours })} />
            )}
          </Stack>
        </Section>
        <Section title={t('advanced.title')} hint={t('advanced.hint')}>
          <Button
            variant="default"
            size="xs"
            aria-expanded={!isFolded}
            onClick={() => setFolded((now) => !now)}
          >
            {isFolded ? t('advanced.show') : t('advanced.hide')}
          </Button>
          <Collapse expanded={!isFolded}>
            <AdvancedFields settings={draft} onChange={set} />
          </Collapse>
        </Section>
      </fieldset>
      {isAdmin && (
        <Group className={formStyles.save} data-changed={isChanged || undefined}>
          <Button type="submit" loading={save.isPending} disabled={!isChanged}>
            {t('common.save')}
          </Button>
          {isChanged && (
            <Button variant="subtle" color="gray" onClick={() => setDraft(stored)}>
              {t('common.discard')}
            </Button>
          )}
        </Group>
      )}
    </form>
  )
}
