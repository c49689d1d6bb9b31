import { Button } from '@mantine/core'
import type { Engine, EngineChange, EngineList } from '@parley/protocol/rest/engines'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/queries.ts'
import { Section } from '../../settings/Section.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { reportDone, reportError } from '../../ui/report.ts'
import { BackLink } from '../BackLink.tsx'
import { TryGolden } from '../golden/TryGolden.tsx'
import { toChange, toDraft } from './draft.ts'
import { EngineForm } from './EngineForm.tsx'
import { EngineHealth } from './EngineHealth.tsx'
import styles from './Engines.module.css'
import { EngineTest } from './EngineTest.tsx'
import { enginesQuery, tookEngine } from './queries.ts'

/** One engine: how it does, a test, and everything that is set. */
export function EditEngine(props: {
  engine: Engine
  /** The engines that are asked when this one fails. */
  others: readonly Engine[]
  make: EngineList['makes'][number]
}) {
  const { engine, others, make } = props
  const { t } = useTranslation('assistant')
  const navigate = useNavigate()
  const path = `/api/engines/${engine.id}`
  const save = useMutation({
    mutationFn: (change: EngineChange) => api<Engine>('PATCH', path, change),
    onError: reportError,
    onSuccess(changed) {
      tookEngine(changed)
      reportDone(t('common.saved'))
    },
  })
  const remove = useMutation({
    mutationFn: () => api<void>('DELETE', path),
    onError: reportError,
    async onSuccess() {
      reportDone(t('engines.removed'))
      await navigate({ to: '/assistant/$page', params: { page: 'engines' } })
      await queryClient.invalidateQueries({ queryKey: enginesQuery.queryKey })
    },
  })
  return (
    <>
      <BackLink page="engines">{t('engines.all')}</BackLink>
      <PageHead title={engine.name} hint={make.label}>
        <Button
          variant="default"
          loading={remove.isPending}
          onClick={() => {
            if (window.confirm(t('engines.removeSure'))) remove.mutate()
          }}
        >
          {t('engines.remove')}
        </Button>
      </PageHead>
      <div className={styles.page}>
        <EngineHealth engine={engine} />
      </div>
      <EngineTest engine={engine} />
      <Section title={t('engines.tryFirst')} hint={t('engines.tryFirstHint')}>
        <TryGolden
          label={t('engines.tryGolden')}
          draft={{ engines: [engine.id, ...others.map(({ id }) => id)] }}
        />
      </Section>
      <EngineForm
        key={JSON.stringify(toDraft(engine))}
        make={make}
        stored={toDraft(engine)}
        hasKey={engine.hasKey}
        isSaving={save.isPending}
        save={(draft) => save.mutate(toChange(draft))}
        forgetKey={() => save.mutate({ key: '' })}
      />
    </>
  )
}
