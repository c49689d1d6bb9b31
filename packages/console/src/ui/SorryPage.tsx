import { Button, Center, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** Shown at an address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <Center h="100dvh" component="main">
      <Stack align="center">
        <Text>{t('app.notFound')}</Text>
        <Button component={Link} to="/" variant="light">
          {t('app.toInbox')}
        </Button>
      </Stack>
    </Center>
  )
}

/** Shown instead of a page that failed to draw. */
export function CrashPage() {
  const { t } = useTranslation()
  return (
    <Center h="100dvh" component="main">
      <Stack align="center">
        <Text>{t('app.crashed')}</Text>
        <Button onClick={() => location.reload()} variant="light">
          {t('app.reload')}
        </Button>
      </Stack>
    </Center>
  )
}
