import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'

/** Changes between light and dark, starting from what is seen. */
export function useToggleScheme(): () => void {
  const { setColorScheme } = useMantineColorScheme()
  const seen = useComputedColorScheme('light')
  return () => setColorScheme(seen === 'dark' ? 'light' : 'dark')
}
