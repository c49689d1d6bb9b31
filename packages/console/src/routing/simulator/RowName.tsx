import type { StudyRow } from '@parley/protocol/rest/routing-studies'
import { useTranslation } from 'react-i18next'

/** A variant's name in words. */
export function RowName({ row: { kind, name } }: { row: Pick<StudyRow, 'kind' | 'name'> }) {
  const { t } = useTranslation('routing')
  switch (kind) {
    case 'today':
      return t('result.today')
    case 'oracle':
      return t('result.oracle')
    case 'policy':
      return t(`policyName.${name as 'predicted'}`)
    case 'change':
      return name
  }
}
