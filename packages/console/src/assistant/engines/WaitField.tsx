import { Button, Group, NumberInput } from '@mantine/core'
import type { AssistantSettings } from '@parley/protocol/rest/assistant'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/queries.ts'
import { Section } from '../../settings/Section.tsx'
import { reportDone, reportError } from '../../ui/report.ts'
import { assistantQuery } from '../queries.ts'
import { kept, shown } from './draft.ts'

/** How long visitors wait for all engines together. */
export function WaitField() {
  const { t } = useTranslation('assistant')
  const { data: settings } = useQuery(assistantQuery)
  const [typed, setTyped] = useState<number>()
  const save = useMutation({
    mutationFn: (enginesWaitMsMax: number) =>
      api<AssistantSettings>('PATCH', '/api/assistant', { enginesWaitMsMax }),
    onError: reportError,
    onSuccess(saved) {
      queryClient.setQueryData(assistantQuery.queryKey, saved)
      setTyped(undefined)
      reportDone(t('common.saved'))
    },
  })
  const name = 'enginesWaitMsMax'
  return (
    <Section title={t('engines.wait')} hint={t('engines.waitHint')}>
      <Group align="end">
        <NumberInput
          label={t('engines.seconds')}
          w={140}
          min={0.5}
          max={300}
          decimalScale={1}
          value={typed ?? shown(name, settings?.enginesWaitMsMax)}
          onChange={(value) => typeof value === 'number' && setTyped(value)}
        />
        <Button
          variant="default"
          loading={save.isPending}
          disabled={typed === undefined || typed < 0.5 || typed > 300}
          onClick={() => save.mutate(kept(name, typed ?? 0))}
        >
          {t('common.save')}
        </Button>
      </Group>
    </Section>
  )
}
