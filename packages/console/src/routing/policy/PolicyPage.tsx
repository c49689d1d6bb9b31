import { useQuery } from '@tanstack/react-query'
import { settingsQuery } from '../queries.ts'
import { PolicyForm } from './PolicyForm.tsx'

/** How the right person is found, when somebody is there, and what is promised. */
export function PolicyPage() {
  const { data: settings } = useQuery(settingsQuery)
  return settings === undefined ? null : <PolicyForm stored={settings} />
}
