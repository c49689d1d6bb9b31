import { useQuery } from '@tanstack/react-query'
import { assistantQuery } from '../queries.ts'
import { SettingsForm } from './SettingsForm.tsx'

/** Who the assistant is, where it answers, and when a person takes over. */
export function SettingsPage() {
  const { data: settings } = useQuery(assistantQuery)
  return settings === undefined ? null : <SettingsForm stored={settings} />
}
