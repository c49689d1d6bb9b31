import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { ItemLink } from './ItemLink.tsx'

/** The way back from one thing to all of its kind. */
export function BackLink({
  page,
  children,
}: {
  page: 'articles' | 'engines' | 'graph' | 'intents'
  children: ReactNode
}) {
  return (
    <Anchor
      size="sm"
      display="inline-block"
      mb="xs"
      renderRoot={(props) => <ItemLink page={page} {...props} />}
    >
      ← {children}
    </Anchor>
  )
}
