import { Alert, Button, Select, Stack, Text, TextInput } from '@mantine/core'
import type { InviteOffer, Locale } from '@parley/protocol/rest'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { currentLocale, speak } from '../i18n/index.ts'
import { PasswordField } from '../ui/PasswordField.tsx'
import { useEntering } from './entering.ts'
import { languages } from './languages.ts'
import { PeoplePage } from './PeoplePage.tsx'

/** Where an invite link leads: a new agent chooses name and password and is in. */
export function JoinPage({ token }: { token: string }) {
  const { t } = useTranslation()
  const offer = useQuery({
    queryKey: ['invite-offer', token],
    queryFn: () => api<InviteOffer>('GET', `/api/invite-offers/${encodeURIComponent(token)}`),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (offer.isPending) return null
  if (offer.data === undefined) {
    return (
      <PeoplePage title={t('people.inviteGone')}>
        <Text c="dimmed">{t('people.inviteGoneHint')}</Text>
      </PeoplePage>
    )
  }
  return <JoinForm token={token} offer={offer.data} />
}

function JoinForm({ token, offer }: { token: string; offer: InviteOffer }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [email, setEmail] = useState(offer.email)
  const [password, setPassword] = useState('')
  const [locale, setLocale] = useState<Locale>(currentLocale())

  const path = `/api/invite-offers/${encodeURIComponent(token)}/accept`
  const { enter, isBusy, failure } = useEntering(path, '/', () => ({
    name: name.trim(),
    email: email.trim(),
    password,
    locale,
  }))

  return (
    <PeoplePage title={t('people.joinTitle', { workspace: offer.workspaceName })}>
      <form onSubmit={enter}>
        <Stack>
          <Text size="sm" c="dimmed">
            {t('people.joinAs', { role: t(`role.${offer.role}`) })}
          </Text>
          {failure !== '' && (
            <Alert color="red" role="alert" p="xs">
              {failure}
            </Alert>
          )}
          <TextInput
            label={t('people.name')}
            description={t('people.nameHint')}
            autoComplete="name"
            required
            withAsterisk={false}
            maxLength={80}
            autoFocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('people.email')}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            readOnly={offer.email !== ''}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordField
            label={t('people.password')}
            description={t('people.passwordHint')}
            autoComplete="new-password"
            minLength={10}
            maxLength={200}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Select
            label={t('people.language')}
            data={languages}
            value={locale}
            allowDeselect={false}
            onChange={(value) => {
              if (value !== 'zh-CN' && value !== 'en') return
              setLocale(value)
              void speak(value)
            }}
          />
          <Button type="submit" loading={isBusy} fullWidth mt="xs">
            {t('people.join')}
          </Button>
        </Stack>
      </form>
    </PeoplePage>
  )
}
