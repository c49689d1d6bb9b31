import {
  Button,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
  useMantineColorScheme,
} from '@mantine/core'
import type { Me, MeChange } from '@parley/protocol/rest'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAlertPreferences } from '../alerts/preferences.ts'
import { playSound } from '../alerts/sounds.ts'
import { api } from '../app/api.ts'
import { meQuery, queryClient } from '../app/queries.ts'
import { languages } from '../people/languages.ts'
import { useSignOut } from '../people/sign-out.ts'
import { PasswordField } from '../ui/PasswordField.tsx'
import { reportDone, reportError } from '../ui/report.ts'
import { Section } from './Section.tsx'

/** What an agent sets for itself. */
export function ProfileTab() {
  const { data: me } = useQuery(meQuery)
  if (me === undefined) return null
  return (
    <>
      <You me={me} />
      <Appearance />
      <Alerts />
      <Password />
      <Sessions />
    </>
  )
}

function useMeChange() {
  return useMutation({
    mutationFn: (change: MeChange) => api<Me>('PATCH', '/api/me', change),
    onSuccess: (me) => queryClient.setQueryData(meQuery.queryKey, me),
    onError: reportError,
  })
}

function You({ me }: { me: Me }) {
  const { t } = useTranslation()
  const [name, setName] = useState(me.agent.name)
  const change = useMeChange()
  return (
    <Section title={t('settings.profileTab.you')}>
      <Stack
        component="form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          change.mutate({ name: name.trim() }, { onSuccess: () => reportDone(t('settings.saved')) })
        }}
      >
        <TextInput label={t('people.email')} value={me.agent.email} readOnly variant="filled" />
        <Group align="end">
          <TextInput
            flex={1}
            label={t('people.name')}
            description={t('people.nameHint')}
            required
            withAsterisk={false}
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            type="submit"
            loading={change.isPending}
            disabled={name.trim() === '' || name.trim() === me.agent.name}
          >
            {t('settings.save')}
          </Button>
        </Group>
        <Select
          label={t('people.language')}
          data={languages}
          value={me.locale}
          allowDeselect={false}
          onChange={(locale) => {
            if (locale === 'zh-CN' || locale === 'en') change.mutate({ locale })
          }}
        />
      </Stack>
    </Section>
  )
}

function Appearance() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Section title={t('settings.profileTab.appearance')}>
      <SegmentedControl
        aria-label={t('settings.profileTab.scheme')}
        value={colorScheme}
        onChange={(value) => setColorScheme(value)}
        data={[
          { value: 'auto', label: t('settings.profileTab.auto') },
          { value: 'light', label: t('settings.profileTab.light') },
          { value: 'dark', label: t('settings.profileTab.dark') },
        ]}
      />
    </Section>
  )
}

function Alerts() {
  const { t } = useTranslation()
  const [preferences, setPreferences] = useAlertPreferences()
  const isThere = 'Notification' in window
  const [permission, setPermission] = useState(isThere ? Notification.permission : 'denied')

  async function setNotifications(isOn: boolean): Promise<void> {
    if (isOn) {
      const answer = await Notification.requestPermission()
      setPermission(answer)
      if (answer !== 'granted') return
    }
    setPreferences({ ...preferences, hasNotifications: isOn })
  }

  return (
    <Section
      title={t('settings.profileTab.alerts')}
      hint={`${t('settings.profileTab.alertsHint')} ${t('presence.hint')}`}
    >
      <Stack>
        <Group justify="space-between">
          <Switch
            label={t('settings.profileTab.sound')}
            checked={preferences.hasSound}
            onChange={(event) =>
              setPreferences({ ...preferences, hasSound: event.currentTarget.checked })
            }
          />
          <Button size="compact-sm" variant="default" onClick={() => playSound('conversation')}>
            {t('settings.profileTab.tryIt')}
          </Button>
        </Group>
        <Switch
          label={t('settings.profileTab.desktop')}
          disabled={!isThere}
          checked={preferences.hasNotifications && permission === 'granted'}
          onChange={(event) =>
            void setNotifications(event.currentTarget.checked).catch(reportError)
          }
        />
        {!isThere && <Hint>{t('settings.profileTab.desktopMissing')}</Hint>}
        {isThere && permission === 'denied' && (
          <Hint>{t('settings.profileTab.desktopDenied')}</Hint>
        )}
      </Stack>
    </Section>
  )
}

function Hint({ children }: { children: string }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  )
}

function Password() {
  const { t } = useTranslation()
  const [currentPassword, setCurrent] = useState('')
  const [newPassword, setNew] = useState('')
  const change = useMeChange()

  function submit(event: FormEvent): void {
    event.preventDefault()
    change.mutate(
      { currentPassword, newPassword },
      {
        onSuccess() {
          setCurrent('')
          setNew('')
          reportDone(t('settings.profileTab.changed'))
        },
      },
    )
  }

  return (
    <Section title={t('settings.profileTab.password')}>
      <Stack component="form" onSubmit={submit}>
        <PasswordField
          label={t('settings.profileTab.current')}
          autoComplete="current-password"
          value={currentPassword}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordField
          label={t('settings.profileTab.next')}
          description={t('people.passwordHint')}
          autoComplete="new-password"
          minLength={10}
          maxLength={200}
          value={newPassword}
          onChange={(event) => setNew(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" variant="default" loading={change.isPending}>
            {t('settings.profileTab.change')}
          </Button>
        </Group>
      </Stack>
    </Section>
  )
}

function Sessions() {
  const { t } = useTranslation()
  const signOut = useSignOut('everywhere')
  return (
    <Section
      title={t('settings.profileTab.sessions')}
      hint={t('settings.profileTab.everywhereHint')}
    >
      <Button variant="default" onClick={signOut}>
        {t('settings.profileTab.everywhere')}
      </Button>
    </Section>
  )
}
