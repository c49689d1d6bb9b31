import { Badge, Button, Group, Switch, Text } from '@mantine/core'
import type { GraphView } from '@parley/protocol/rest/graph'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/queries.ts'
import { useHasRole } from '../../people/use-role.ts'
import { PageHead } from '../../ui/PageHead.tsx'
import { reportError } from '../../ui/report.ts'
import styles from '../articles/SearchPage.module.css'
import { BackLink } from '../BackLink.tsx'
import { graphQuery } from '../graph/queries.ts'
import { ItemLink } from '../ItemLink.tsx'
import { assistantQuery } from '../queries.ts'
import { IntentForm } from './IntentForm.tsx'

type StoredIntent = GraphView['intents'][number]

/** What visitors may want: all of it, or one to be changed. */
export function IntentsPage({ item }: { item: string | undefined }) {
  const { t } = useTranslation('learning')
  const { data } = useQuery(graphQuery({}))
  if (item === undefined) return <IntentList intents={data?.intents ?? []} />
  if (data === undefined) return null
  const intent = data.intents.find(({ key }) => key === item)
  return (
    <>
      <BackLink page="intents">{t('intents.all')}</BackLink>
      <PageHead title={intent?.key ?? t('intents.new')} />
      <IntentForm key={`${item} ${intent?.version}`} intent={intent} />
    </>
  )
}

function IntentList({ intents }: { intents: readonly StoredIntent[] }) {
  const { t, i18n } = useTranslation('learning')
  const mayChange = useHasRole('supervisor')
  const locale = i18n.language === 'zh-CN' ? 'zh-CN' : 'en'
  return (
    <>
      <PageHead title={t('intents.title')} hint={t('intents.hint')}>
        {mayChange && (
          <Button
            leftSection={<IconPlus size={16} />}
            renderRoot={(props) => <ItemLink page="intents" item="new" {...props} />}
          >
            {t('intents.new')}
          </Button>
        )}
      </PageHead>
      <RefineSwitch />
      <ul className={styles.found}>
        {intents.map((intent) => (
          <li key={intent.id}>
            <Group gap="xs">
              <ItemLink page="intents" item={intent.key} className={styles.title}>
                {intent.name?.[locale] ?? intent.name?.en ?? intent.key}
              </ItemLink>
              {intent.id.startsWith('built-in:') && (
                <Badge size="xs" variant="default">
                  {t('intents.builtIn')}
                </Badge>
              )}
              {intent.isPeopleOnly === true && (
                <Badge size="xs" color="orange" variant="light">
                  {t('intents.peopleOnly')}
                </Badge>
              )}
              {intent.isOff === true && (
                <Badge size="xs" color="gray" variant="light">
                  {t('intents.isOff')}
                </Badge>
              )}
            </Group>
            <Text size="xs" c="dimmed">
              {[
                ...(intent.subject === undefined
                  ? []
                  : [t('intents.about', { subject: intent.subject })]),
                ...(intent.phrasings?.[locale] ?? []).slice(0, 3),
              ].join(' · ')}
            </Text>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Whether an engine may choose where the rules are not sure. */
function RefineSwitch() {
  const { t } = useTranslation('learning')
  const isAdmin = useHasRole('admin')
  const { data: settings } = useQuery(assistantQuery)
  const change = useMutation({
    mutationFn: (refinesIntents: boolean) => api('PATCH', '/api/assistant', { refinesIntents }),
    onError: reportError,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: assistantQuery.queryKey }),
  })
  return (
    <Switch
      mb="md"
      label={t('intents.refines')}
      disabled={!isAdmin || settings === undefined}
      checked={settings?.refinesIntents ?? false}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
    />
  )
}
