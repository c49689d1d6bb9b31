import { Alert, Button, Stack, Text, TextInput } from '@mantine/core'
import type { Me } from '@parley/protocol/rest'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../app/api.ts'
import { meQuery, queryClient } from '../app/queries.ts'
import { PasswordField } from '../ui/PasswordField.tsx'
import { errorText } from '../ui/report.ts'
import { PeoplePage } from './PeoplePage.tsx'

/** Signs an agent in and leads to where it wanted to go. */
export function SignInPage({ next }: { next: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setFailure('')
    try {
      const me = await api<Me>('POST', '/api/sign-in', { email: email.trim(), password })
      queryClient.clear()
      queryClient.setQueryData(meQuery.queryKey, me)
      await navigate({ to: next })
    } catch (error) {
      setFailure(errorText(error))
      setBusy(false)
    }
  }

  return (
    <PeoplePage title={t('people.signInTitle')}>
      <form onSubmit={submit}>
        <Stack>
          {failure !== '' && (
            <Alert color="red" role="alert" p="xs">
              {failure}
            </Alert>
          )}
          <TextInput
            label={t('people.email')}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordField
            label={t('people.password')}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={isBusy} fullWidth mt="xs">
            {t('people.signIn')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('people.forgot')}
          </Text>
        </Stack>
      </form>
    </PeoplePage>
  )
}
