import { useTranslation } from 'react-i18next'
import type { enginesEn } from '../../i18n/engines-en.ts'

/** Words for a kind of error; the kind itself where a newer server tells one that is unknown. */
export function useErrorWords(): (kind: string) => string {
  const { t } = useTranslation('assistant')
  return (kind) =>
    t(`engines.error.${kind as keyof typeof enginesEn.error}`, { defaultValue: kind })
}
