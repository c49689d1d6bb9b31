import { Group, Select, Stack, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/index.ts'
import { languages } from '../../people/languages.ts'
import { useHasRole } from '../../people/use-role.ts'
import { Section } from '../../settings/Section.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { BackLink } from '../BackLink.tsx'
import { FileDrop } from '../FileDrop.tsx'
import type { ImportChoice } from './import-jobs.ts'
import { JobList } from './JobList.tsx'
import { SiteImportForm } from './SiteImportForm.tsx'
import { useImportJobs } from './use-import-jobs.ts'

const ENDINGS = '.md,.markdown,.txt,.html,.htm,.docx,.pdf,.csv,.json'

/** Takes over what is written elsewhere: documents, tables of questions, a site's pages. */
export function ImportPage() {
  const { t } = useTranslation('assistant')
  const isAdmin = useHasRole('admin')
  const { jobs, add } = useImportJobs()
  const [choice, setChoice] = useState<ImportChoice>({
    locale: currentLocale(),
    audience: 'everyone',
    isPublished: true,
  })
  return (
    <>
      <BackLink page="articles">{t('articles.all')}</BackLink>
      <PageHead title={t('import.title')} hint={t('import.hint')} />
      <Group mb="lg" align="end">
        <Select
          label={t('articles.locale')}
          data={languages}
          allowDeselect={false}
          value={choice.locale}
          onChange={(locale) => setChoice({ ...choice, locale: locale as ImportChoice['locale'] })}
        />
        <Select
          label={t('articles.audience')}
          data={(['everyone', 'agents'] as const).map((value) => ({
            value,
            label: t(`audience.${value}`),
          }))}
          allowDeselect={false}
          value={choice.audience}
          onChange={(audience) =>
            setChoice({ ...choice, audience: audience as ImportChoice['audience'] })
          }
        />
        <Switch
          mb={8}
          label={t('import.publish')}
          checked={choice.isPublished}
          onChange={(event) => setChoice({ ...choice, isPublished: event.currentTarget.checked })}
        />
      </Group>
      <Section title={t('import.files')} hint={t('import.filesHint')}>
        <Stack>
          <FileDrop
            label={t('import.choose')}
            hint={t('import.drop')}
            accept={ENDINGS}
            onFiles={(files) => add(files, choice)}
          />
          <JobList jobs={jobs} />
        </Stack>
      </Section>
      <Section
        title={t('import.site')}
        hint={isAdmin ? t('import.siteHint') : t('common.adminsOnly')}
      >
        {isAdmin && <SiteImportForm choice={choice} />}
      </Section>
    </>
  )
}
