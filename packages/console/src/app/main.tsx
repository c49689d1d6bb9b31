import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import '@parley/browser/files.css'
import './base.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startTranslating } from '../i18n/index.ts'
import { whenSignedOut } from './api.ts'
import { meQuery, queryClient } from './queries.ts'
import { router } from './router.tsx'
import { cssVariables, theme } from './theme.ts'

startTranslating()

whenSignedOut(() => {
  const wasSignedIn = queryClient.getQueryData(meQuery.queryKey) !== undefined
  if (!wasSignedIn) return
  queryClient.clear()
  void router.navigate({ to: '/sign-in' })
})

const place = document.getElementById('app')
if (place === null) throw new Error('the page has no place for the app')
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Notifications position="top-center" autoClose={5_000} limit={4} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
