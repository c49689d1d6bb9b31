import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import type { Workspace, WorkspaceChange } from '@parley/protocol/rest'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { meQuery, queryClient, workspaceQuery } from '../app/queries.ts'
import { reportDone, reportError } from '../ui/report.ts'
import { useIsAdmin } from './is-admin.ts'
import { Section } from './Section.tsx'

/** What holds for the whole workspace. */
export function WorkspaceTab() {
  const { data: workspace } = useQuery(workspaceQuery)
  return workspace === undefined ? null : <WorkspaceForm workspace={workspace} />
}

function WorkspaceForm({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation()
  const isAdmin = useIsAdmin()
  const [name, setName] = useState(workspace.name)
  const change = useMutation({
    mutationFn: (changed: WorkspaceChange) => api<Workspace>('PATCH', '/api/workspace', changed),
    onSuccess(next) {
      queryClient.setQueryData(workspaceQuery.queryKey, next)
      void queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
      reportDone(t('settings.saved'))
    },
    onError: reportError,
  })
  return (
    <Section title={t('settings.workspace')} hint={t('settings.workspaceTab.hint')}>
      <Stack
        component="form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          change.mutate({ name: name.trim() })
        }}
      >
        <Group align="end">
          <TextInput
            flex={1}
            label={t('settings.workspaceTab.name')}
            required
            withAsterisk={false}
            maxLength={80}
            readOnly={!isAdmin}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {isAdmin && (
            <Button
              type="submit"
              loading={change.isPending}
              disabled={name.trim() === '' || name.trim() === workspace.name}
            >
              {t('settings.save')}
            </Button>
          )}
        </Group>
        <Switch
          label={t('settings.workspaceTab.preview')}
          description={t('settings.workspaceTab.previewHint')}
          disabled={!isAdmin}
          checked={workspace.isTypingPreviewOn}
          onChange={(event) => change.mutate({ isTypingPreviewOn: event.currentTarget.checked })}
        />
        {!isAdmin && (
          <Text size="sm" c="dimmed">
            {t('settings.agentsTab.adminsOnly')}
          </Text>
        )}
      </Stack>
    </Section>
  )
}
