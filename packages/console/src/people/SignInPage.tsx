import { Alert, Button, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PasswordField } from '../ui/PasswordField.tsx'
import { useEntering } from './entering.ts'
import { PeoplePage } from './PeoplePage.tsx'

/** Signs an agent in and leads to where it wanted to go. */
export function SignInPage({ next }: { next: string }) {
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')

  const { enter, isBusy, failure } = useEntering('/api/sign-in', next, () => ({
    email: email.trim(),
    password,
  }))

  return (
    <PeoplePage title={t('people.signInTitle')}>
      <form onSubmit={enter}>
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
