import { useLocalStorage } from '@mantine/hooks'

/** How an agent wants to be told, on this device. */
export interface AlertPreferences {
  hasSound: boolean
  hasNotifications: boolean
}

const KEY = 'parley.alerts'

export function useAlertPreferences() {
  return useLocalStorage<AlertPreferences>({
    key: KEY,
    defaultValue: { hasSound: true, hasNotifications: false },
    getInitialValueInEffect: false,
  })
}
