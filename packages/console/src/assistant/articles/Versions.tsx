import { Button, Group, Text } from '@mantine/core'
import type { Article, ArticleVersion } from '@parley/protocol/rest/knowledge'
import { IconRestore } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { agentsQuery } from '../../app/queries.ts'
import { useHasRole } from '../../people/use-role.ts'
import { reportDone, reportError } from '../../ui/report.ts'
import { moment } from '../../ui/times.ts'
import { changeOf, draftOf } from './draft.ts'
import { tookArticle, versionsQuery } from './queries.ts'
import { VersionDiff } from './VersionDiff.tsx'
import styles from './Versions.module.css'

/** Every version of an article, what each changed, and the way back to any of them. */
export function Versions(props: { article: Article; onRestored: (article: Article) => void }) {
  const { article, onRestored } = props
  const { t } = useTranslation('assistant')
  const mayChange = useHasRole('supervisor')
  const { data: versions = [] } = useQuery(versionsQuery(article.id))
  const { data: agents = [] } = useQuery(agentsQuery)
  const [chosen, setChosen] = useState<number | undefined>(undefined)
  const picked = chosen ?? article.version
  const at = versions.findIndex(({ version }) => version === picked)
  const shown = versions[at]
  const restore = useMutation({
    mutationFn: (old: ArticleVersion) =>
      api<Article>(
        'PATCH',
        `/api/knowledge/articles/${article.id}`,
        // What visitors get stays in step: a told article is told as it was then.
        changeOf(draftOf(old, article.kind), article, article.publishedVersion > 0),
      ),
    onError: reportError,
    onSuccess(changed, { version }) {
      tookArticle(changed)
      setChosen(undefined)
      reportDone(t('articles.restored', { version }))
      onRestored(changed)
    },
  })
  return (
    <div className={styles.versions}>
      <ol className={styles.list}>
        {versions.map(({ version, createdAt, agentId, source }) => (
          <li key={version}>
            <button
              type="button"
              aria-current={version === picked}
              onClick={() => setChosen(version)}
            >
              <b>
                {t('articles.version', { version })}
                {version === article.publishedVersion && <i>{t('articles.told')}</i>}
              </b>
              <span>{moment(createdAt)}</span>
              <span>{agents.find(({ id }) => id === agentId)?.name ?? source}</span>
            </button>
          </li>
        ))}
      </ol>
      {shown !== undefined && (
        <section className={styles.shown}>
          <Group justify="space-between" mb="sm">
            <Text size="sm" c="dimmed">
              {versions[at + 1] === undefined
                ? t('articles.firstVersion')
                : t('articles.changedBy', { version: shown.version })}
            </Text>
            {mayChange && shown.version !== article.version && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconRestore size={15} />}
                loading={restore.isPending}
                onClick={() => restore.mutate(shown)}
              >
                {t('articles.restore', { version: shown.version })}
              </Button>
            )}
          </Group>
          <VersionDiff before={versions[at + 1]} after={shown} />
        </section>
      )}
    </div>
  )
}
