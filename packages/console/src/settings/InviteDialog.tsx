import { Button, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import type { InviteRequest, NewInvite, Role } from '@parley/protocol/rest'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { invitesQuery, queryClient } from '../app/queries.ts'
import { currentLocale } from '../i18n/index.ts'
import { reportError } from '../ui/report.ts'
import { CopyLine } from './CopyLine.tsx'
import { useRoleOptions } from './roles.ts'

/** Makes an invite link and shows it, once. */
export function InviteDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const roles = useRoleOptions()
  const [role, setRole] = useState<Role>('agent')
  const [email, setEmail] = useState('')
  const make = useMutation({
    mutationFn: (request: InviteRequest) => api<NewInvite>('POST', '/api/invites', request),
    onError: reportError,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: invitesQuery.queryKey }),
  })

  function close(): void {
    onClose()
    make.reset()
    setEmail('')
  }

  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t('settings.agentsTab.invite')}
      closeButtonProps={{ 'aria-label': t('settings.cancel') }}
    >
      {make.data === undefined ? (
        <Stack
          component="form"
          onSubmit={(event: FormEvent) => {
            event.preventDefault()
            make.mutate({ role, email: email.trim() })
          }}
        >
          <TextInput
            label={t('settings.agentsTab.inviteEmail')}
            description={t('settings.agentsTab.inviteEmailHint')}
            type="email"
            value={email}
            data-autofocus
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Select
            label={t('settings.agentsTab.role')}
            data={roles}
            value={role}
            allowDeselect={false}
            onChange={(value) => value !== null && setRole(value as Role)}
          />
          <Button type="submit" loading={make.isPending}>
            {t('settings.agentsTab.makeLink')}
          </Button>
        </Stack>
      ) : (
        <Stack>
          <Text size="sm">
            {t('settings.agentsTab.linkHint', {
              time: new Date(make.data.invite.expiresAt).toLocaleString(currentLocale()),
            })}
          </Text>
          <CopyLine text={make.data.url} label={t('settings.agentsTab.invite')} />
        </Stack>
      )}
    </Modal>
  )
}
