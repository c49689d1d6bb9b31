import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core'
import type { LiveSettings, LiveView } from '@parley/protocol/rest/graph'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/queries.ts'
import { placeKey } from '../../ui/place-key.ts'
import { reportDone, reportError } from '../../ui/report.ts'
import { isTypeName } from './entity-draft.ts'
import { liveQuery } from './queries.ts'

const SECRET_LENGTH_MIN = 16

/** Where live facts are read, how they are asked for, and how long they are believed. */
export function LiveForm({ stored }: { stored: LiveView }) {
  const { t } = useTranslation('assistant')
  const { hasSecret, ...settings } = stored
  const [draft, setDraft] = useState<LiveSettings>(settings)
  const [secret, setSecret] = useState('')
  const set = (change: Partial<LiveSettings>) => setDraft((now) => ({ ...now, ...change }))
  const save = useMutation({
    mutationFn: () =>
      api<void>('PATCH', '/api/knowledge/live', {
        ...draft,
        ...(secret === '' ? {} : { secret }),
      }),
    onError: reportError,
    async onSuccess() {
      setSecret('')
      await queryClient.invalidateQueries({ queryKey: liveQuery.queryKey })
      reportDone(t('common.saved'))
    },
  })
  const isSecretShort = secret !== '' && secret.length < SECRET_LENGTH_MIN
  const isWhole =
    /^https?:\/\/./.test(draft.url) &&
    (hasSecret || secret !== '') &&
    !isSecretShort &&
    draft.types.every(({ type, pattern }) => isTypeName(type) && pattern !== '')
  const setType = (at: number, change: Partial<LiveSettings['types'][number]>) =>
    set({ types: draft.types.map((one, place) => (place === at ? { ...one, ...change } : one)) })
  return (
    <Stack
      component="form"
      maw={640}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Switch
        label={t('live.isOn')}
        checked={draft.isOn}
        onChange={(event) => set({ isOn: event.currentTarget.checked })}
      />
      <TextInput
        label={t('live.url')}
        type="url"
        maxLength={2_000}
        value={draft.url}
        onChange={(event) => set({ url: event.currentTarget.value.trim() })}
      />
      <Select
        label={t('common.reach')}
        description={t('live.reachHint')}
        data={(['outside', 'in_house'] as const).map((value) => ({
          value,
          label: t(`reach.${value}`),
        }))}
        allowDeselect={false}
        value={draft.reach}
        onChange={(reach) => set({ reach: reach as LiveSettings['reach'] })}
      />
      <PasswordInput
        label={t('live.secret')}
        description={hasSecret ? t('live.secretKept') : t('live.secretHint')}
        autoComplete="off"
        maxLength={200}
        error={isSecretShort ? t('live.secretShort') : undefined}
        visibilityToggleButtonProps={{ 'aria-label': t('live.showSecret') }}
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      <div>
        <Text size="sm" fw={500}>
          {t('live.types')}
        </Text>
        <Text size="xs" c="dimmed" mb={6}>
          {t('live.typesHint')}
        </Text>
        {draft.types.map(({ type, pattern }, at) => (
          <Group key={placeKey(at)} gap={6} mb={6} wrap="nowrap" align="start">
            <TextInput
              w={150}
              aria-label={t('graph.type')}
              placeholder="order"
              maxLength={60}
              value={type}
              error={type !== '' && !isTypeName(type) ? t('graph.typeWrong') : undefined}
              onChange={(event) => setType(at, { type: event.currentTarget.value })}
            />
            <TextInput
              flex={1}
              aria-label={t('live.pattern')}
              placeholder="order #?(\d+)"
              maxLength={500}
              value={pattern}
              onChange={(event) => setType(at, { pattern: event.currentTarget.value })}
            />
            <ActionIcon
              size={36}
              variant="subtle"
              color="gray"
              aria-label={t('live.removeType', { type })}
              onClick={() => set({ types: draft.types.filter((_one, place) => place !== at) })}
            >
              <IconX size={18} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={draft.types.length >= 20}
          onClick={() => set({ types: [...draft.types, { type: '', pattern: '' }] })}
        >
          {t('live.addType')}
        </Button>
      </div>
      <Group>
        <NumberInput
          label={t('live.timeout')}
          w={240}
          min={100}
          max={10_000}
          step={100}
          allowDecimal={false}
          value={draft.timeoutMs}
          onChange={(ms) => typeof ms === 'number' && set({ timeoutMs: ms })}
        />
        <NumberInput
          label={t('live.cache')}
          w={240}
          min={0}
          max={600_000}
          step={1_000}
          allowDecimal={false}
          value={draft.cacheMs}
          onChange={(ms) => typeof ms === 'number' && set({ cacheMs: ms })}
        />
      </Group>
      <Group>
        <Button type="submit" loading={save.isPending} disabled={!isWhole}>
          {t('common.save')}
        </Button>
      </Group>
    </Stack>
  )
}
