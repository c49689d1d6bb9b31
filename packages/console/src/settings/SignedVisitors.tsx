import { Button, Group, Stack, Text } from '@mantine/core'
import type { ChannelSecret, NewChannelSecret } from '@parley/protocol/rest'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { queryClient } from '../app/queries.ts'
import { reportError } from '../ui/report.ts'
import { moment } from '../ui/times.ts'
import { CopyLine } from './CopyLine.tsx'
import { Section } from './Section.tsx'

const SECRETS_MAX = 2

/** The secrets by which the site's own server signs who its visitors are. */
export function SignedVisitors({ channelId }: { channelId: string }) {
  const { t } = useTranslation()
  const path = `/api/channels/${channelId}/secrets`
  const queryKey = ['channel-secrets', channelId]
  const { data: secrets } = useQuery({
    queryKey,
    queryFn: () => api<ChannelSecret[]>('GET', path),
  })
  const refresh = () => queryClient.invalidateQueries({ queryKey })
  const create = useMutation({
    mutationFn: () => api<NewChannelSecret>('POST', path),
    onSuccess: refresh,
    onError: reportError,
  })
  const remove = useMutation({
    mutationFn: (id: string) => api<void>('DELETE', `${path}/${id}`),
    onSuccess: refresh,
    onError: reportError,
  })
  const made = secrets?.some(({ id }) => id === create.data?.id) ? create.data : undefined
  return (
    <Section title={t('settings.signed.title')} hint={t('settings.signed.hint')}>
      <Stack gap="xs">
        {secrets?.map(({ id, createdAt }) => (
          <Group key={id} justify="space-between">
            <Text size="sm">{t('settings.signed.since', { time: moment(createdAt) })}</Text>
            <Button
              size="xs"
              variant="subtle"
              color="red"
              loading={remove.isPending && remove.variables === id}
              onClick={() => remove.mutate(id)}
            >
              {t('settings.signed.delete')}
            </Button>
          </Group>
        ))}
        {made !== undefined && (
          <>
            <Text size="sm" role="status">
              {t('settings.signed.once')}
            </Text>
            <CopyLine text={made.secret} label={t('settings.signed.secret')} />
          </>
        )}
        {secrets !== undefined && secrets.length < SECRETS_MAX && (
          <Group>
            <Button
              size="xs"
              variant="default"
              loading={create.isPending}
              onClick={() => create.mutate()}
            >
              {t(secrets.length === 0 ? 'settings.signed.create' : 'settings.signed.rotate')}
            </Button>
          </Group>
        )}
        {(secrets?.length ?? 0) > 0 && (
          <Text size="xs" c="dimmed">
            {t('settings.signed.deleteHint')}
          </Text>
        )}
      </Stack>
    </Section>
  )
}
