import {
  Alert,
  Button,
  Group,
  NumberInput,
  Progress,
  Select,
  Stack,
  TextInput,
} from '@mantine/core'
import type { SiteImport, SiteRequest } from '@parley/protocol/rest/knowledge'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { reportError } from '../../ui/report.ts'
import type { ImportChoice } from './import-jobs.ts'
import styles from './JobList.module.css'
import { OutcomeLine } from './JobList.tsx'

const PAGES_DEFAULT = 100
const POLL_MS = 1_000

/** Takes over the pages that a sitemap names, and shows how far it is. */
export function SiteImportForm({ choice }: { choice: ImportChoice }) {
  const { t } = useTranslation('assistant')
  const [sitemapUrl, setSitemapUrl] = useState('')
  const [pagesMax, setPagesMax] = useState(PAGES_DEFAULT)
  const [reach, setReach] = useState<'outside' | 'in_house'>('outside')
  const start = useMutation({
    mutationFn: (request: SiteRequest) => api<SiteImport>('POST', '/api/knowledge/sites', request),
    onError: reportError,
  })
  const isAddress = /^https?:\/\/\S+$/.test(sitemapUrl.trim())
  return (
    <Stack
      component="form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        start.mutate({ sitemapUrl: sitemapUrl.trim(), pagesMax, reach, ...choice })
      }}
    >
      <TextInput
        label={t('import.sitemap')}
        type="url"
        placeholder="https://shop.example/sitemap.xml"
        value={sitemapUrl}
        onChange={(event) => setSitemapUrl(event.currentTarget.value)}
      />
      <Group align="end">
        <NumberInput
          label={t('import.pagesMax')}
          w={140}
          min={1}
          max={500}
          allowDecimal={false}
          clampBehavior="strict"
          value={pagesMax}
          onChange={(count) => {
            if (typeof count === 'number' && count >= 1) setPagesMax(count)
          }}
        />
        <Select
          label={t('common.reach')}
          data={(['outside', 'in_house'] as const).map((value) => ({
            value,
            label: t(`reach.${value}`),
          }))}
          allowDeselect={false}
          value={reach}
          onChange={(value) => setReach(value as typeof reach)}
        />
        <Button type="submit" loading={start.isPending} disabled={!isAddress}>
          {t('import.start')}
        </Button>
      </Group>
      {start.data !== undefined && <SiteProgress key={start.data.id} begun={start.data} />}
    </Stack>
  )
}

function SiteProgress({ begun }: { begun: SiteImport }) {
  const { t } = useTranslation('assistant')
  const { data: site } = useQuery({
    queryKey: ['site-import', begun.id],
    queryFn: () => api<SiteImport>('GET', `/api/knowledge/sites/${begun.id}`),
    initialData: begun,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false),
  })
  const { pages, outcomes, state, problem } = site
  return (
    <>
      {state === 'failed' && <Alert color="red">{problem}</Alert>}
      {state === 'running' && (
        <Progress
          aria-label={t('import.site')}
          value={pages === 0 ? 5 : (outcomes.length / pages) * 100}
          animated
        />
      )}
      {state !== 'failed' && <p>{t(`import.site_${state}`, { done: outcomes.length, pages })}</p>}
      <ul className={styles.jobs}>
        {outcomes.map((outcome) => (
          <li key={outcome.name}>
            <OutcomeLine outcome={outcome} />
            {outcome.problem !== '' && <p>{outcome.problem}</p>}
          </li>
        ))}
      </ul>
    </>
  )
}
