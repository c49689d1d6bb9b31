import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { MomentInput } from '../../ui/MomentInput.tsx'
import styles from './EntityPage.module.css'

/** What every fact has beside what it says. */
export interface Validity {
  validFrom: number | null
  validUntil: number | null
  source: string
  personal: string
}

/** Until when a fact is true, where it comes from, and whose it is. */
export function ValidityFields(props: {
  facts: Validity
  onChange: (change: Partial<Validity>) => void
}) {
  const { facts, onChange } = props
  const { t } = useTranslation('assistant')
  const { validFrom, validUntil } = facts
  const isBackwards = validFrom !== null && validUntil !== null && validFrom >= validUntil
  return (
    <>
      <div className={styles.pair}>
        <MomentInput
          label={t('common.validFrom')}
          value={validFrom}
          onChange={(at) => onChange({ validFrom: at })}
        />
        <MomentInput
          label={t('common.validUntil')}
          value={validUntil}
          error={isBackwards ? t('common.validBackwards') : undefined}
          onChange={(at) => onChange({ validUntil: at })}
        />
      </div>
      <TextInput
        label={t('common.source')}
        description={t('graph.sourceHint')}
        maxLength={300}
        value={facts.source}
        onChange={(event) => onChange({ source: event.currentTarget.value })}
      />
      <TextInput
        label={t('graph.personal')}
        description={t('graph.personalHint')}
        placeholder="email:lin@example.com"
        maxLength={300}
        value={facts.personal}
        onChange={(event) => onChange({ personal: event.currentTarget.value })}
      />
    </>
  )
}
