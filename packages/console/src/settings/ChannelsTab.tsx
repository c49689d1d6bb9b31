import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import type { Channel, ChannelRequest } from '@parley/protocol/rest'
import { IconChevronRight } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { channelsQuery, queryClient } from '../app/queries.ts'
import { reportError } from '../ui/report.ts'
import styles from './ChannelsTab.module.css'
import { useIsAdmin } from './is-admin.ts'
import { Section } from './Section.tsx'

/** All channels. */
export function ChannelsTab() {
  const { t } = useTranslation()
  const isAdmin = useIsAdmin()
  const { data: channels, isPending } = useQuery(channelsQuery)
  const [isAdding, setAdding] = useState(false)
  return (
    <Section title={t('settings.channels')} hint={t('settings.channelsTab.hint')}>
      {isAdmin && (
        <Group mb="md">
          <Button onClick={() => setAdding(true)}>{t('settings.channelsTab.add')}</Button>
        </Group>
      )}
      {!isPending && channels?.length === 0 && (
        <Text c="dimmed">{t('settings.channelsTab.empty')}</Text>
      )}
      <ul className={styles.channels}>
        {channels?.map((channel) => (
          <li key={channel.id}>
            <Link to="/settings/channels/$channelId" params={{ channelId: channel.id }}>
              <i style={{ background: channel.color }} />
              <span>
                {channel.name}
                <small>{channel.allowedDomains.join(', ')}</small>
              </span>
              <IconChevronRight size={18} aria-hidden="true" />
            </Link>
          </li>
        ))}
      </ul>
      <AddDialog isOpen={isAdding} onClose={() => setAdding(false)} />
    </Section>
  )
}

function AddDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const create = useMutation({
    mutationFn: (request: ChannelRequest) => api<Channel>('POST', '/api/channels', request),
    onError: reportError,
    async onSuccess({ id }) {
      await queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey })
      await navigate({ to: '/settings/channels/$channelId', params: { channelId: id } })
    },
  })
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('settings.channelsTab.add')}
      closeButtonProps={{ 'aria-label': t('settings.cancel') }}
    >
      <Stack
        component="form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          create.mutate({ name: name.trim() })
        }}
      >
        <TextInput
          label={t('settings.channelsTab.name')}
          description={t('settings.channelsTab.nameHint')}
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
          {t('settings.channelsTab.create')}
        </Button>
      </Stack>
    </Modal>
  )
}
