import type { Engine, EngineList } from '@parley/protocol/rest/engines'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { enginesEn } from '../../i18n/engines-en.ts'
import { PageHead } from '../../ui/PageHead.tsx'
import { reportDone, reportError } from '../../ui/report.ts'
import { BackLink } from '../BackLink.tsx'
import { type EngineDraft, newDraft, toChange } from './draft.ts'
import { EngineForm } from './EngineForm.tsx'
import styles from './Engines.module.css'
import { tookEngine } from './queries.ts'

/** Chooses a make, and sets up an engine of it. */
export function NewEngine({ makes }: { makes: EngineList['makes'] }) {
  const { t } = useTranslation('assistant')
  const navigate = useNavigate()
  const [chosen, setChosen] = useState('')
  const make = makes.find((one) => one.make === chosen)
  const add = useMutation({
    mutationFn: (draft: EngineDraft) =>
      api<Engine>('POST', '/api/engines', { make: chosen, ...toChange(draft) }),
    onError: reportError,
    async onSuccess(engine) {
      tookEngine(engine)
      reportDone(t('engines.added'))
      const params = { page: 'engines', item: engine.id }
      await navigate({ to: '/assistant/$page/$item', params })
    },
  })
  return (
    <>
      <BackLink page="engines">{t('engines.all')}</BackLink>
      <PageHead title={t('engines.new')} hint={t('engines.chooseHint')} />
      <fieldset className={styles.makes}>
        <legend>{t('engines.choose')}</legend>
        {makes.map(({ make: name, label }) => (
          <label key={name}>
            <input
              type="radio"
              name="make"
              checked={name === chosen}
              onChange={() => setChosen(name)}
            />
            <b>{label}</b>
            {/* A make of a newer server may have no words here. */}
            {name in enginesEn.about && <small>{t(`engines.about.${name as 'coze'}`)}</small>}
          </label>
        ))}
      </fieldset>
      {make !== undefined && (
        <EngineForm
          key={make.make}
          make={make}
          stored={newDraft(make.label)}
          hasKey={false}
          isSaving={add.isPending}
          save={(draft) => add.mutate(draft)}
        />
      )}
    </>
  )
}
