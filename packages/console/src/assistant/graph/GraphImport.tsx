import { Alert, Code, Progress, Stack, TextInput } from '@mantine/core'
import type { BulkImport } from '@parley/protocol/rest/knowledge'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { upload } from '../../app/upload.ts'
import { Section } from '../../settings/Section.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { errorText } from '../../ui/report.ts'
import { withQuery } from '../articles/queries.ts'
import { BackLink } from '../BackLink.tsx'
import { FileDrop } from '../FileDrop.tsx'
import { graphChanged } from './queries.ts'

/** Takes entities and relations over from files: each of them as a whole, or not at all. */
export function GraphImport() {
  const { t } = useTranslation('assistant')
  const [source, setSource] = useState('')
  const [share, setShare] = useState(0)
  const send = useMutation({
    mutationFn(file: File) {
      setShare(0)
      const format = /\.json$/i.test(file.name) ? 'json' : 'csv'
      const path = withQuery('/api/knowledge/graph/import', {
        format,
        source: source.trim() || file.name,
      })
      return upload<BulkImport>(path, file, setShare)
    },
    onSuccess: graphChanged,
  })
  return (
    <>
      <BackLink page="graph">{t('graph.all')}</BackLink>
      <PageHead title={t('graph.importTitle')} hint={t('graph.importHint')} />
      <Stack maw={640} mb="lg">
        <TextInput
          label={t('common.source')}
          description={t('graph.importSource')}
          maxLength={300}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <FileDrop
          label={t('graph.chooseFile')}
          hint={t('import.drop')}
          accept=".json,.csv"
          onFiles={([file]) => file !== undefined && send.mutate(file)}
        />
        {send.isPending && (
          <Progress value={share * 100} animated aria-label={t('import.state.reading')} />
        )}
        {send.error !== null && (
          <Alert color="red" role="alert" title={t('graph.importFailed')}>
            <span style={{ whiteSpace: 'pre-line' }}>{errorText(send.error)}</span>
          </Alert>
        )}
        {send.data !== undefined && (
          <Alert color="leaf" role="status">
            {t('import.counts', { ...send.data })}
          </Alert>
        )}
      </Stack>
      <Section title={t('graph.formats')} hint={t('graph.formatsHint')}>
        <Stack gap="xs">
          <Code block>
            {
              'key,type,name,aliases,name@zh-CN,phone\nshop:1,shop,Lake Street,the lake shop,湖滨店,400-000-0201'
            }
          </Code>
          <Code block>{'from,type,to\nshop:1,sells,product:kettle'}</Code>
        </Stack>
      </Section>
    </>
  )
}
