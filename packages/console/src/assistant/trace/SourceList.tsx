import type { AnswerTrace } from '@parley/protocol/rest/assistant'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { articleQuery } from '../articles/queries.ts'
import { entityItem, graphQuery } from '../graph/queries.ts'
import { ItemLink } from '../ItemLink.tsx'
import styles from './TraceView.module.css'

type Source = AnswerTrace['sources'][number]

/** What an answer rests on, in which version, with the way there. */
export function SourceList({ sources }: { sources: readonly Source[] }) {
  const { t } = useTranslation('assistant')
  if (sources.length === 0) return null
  return (
    <ul className={styles.sources} aria-label={t('trace.sources')}>
      {sources.map((source) => (
        <li key={`${source.kind} ${source.id}`}>
          <small>{t(`trace.source.${source.kind}`)}</small> <SourceLink source={source} />{' '}
          {source.version > 0 && (
            <small>{t('articles.version', { version: source.version })}</small>
          )}
        </li>
      ))}
    </ul>
  )
}

function SourceLink({ source }: { source: Source }): ReactNode {
  switch (source.kind) {
    case 'article':
      return <ArticleLink id={source.id} />
    case 'fact':
      return <FactLink id={source.id} />
    case 'engine':
      return source.id
    case 'prompt':
      return <ItemLink page="settings">{source.id}</ItemLink>
  }
}

function ArticleLink({ id }: { id: string }) {
  const { data: article } = useQuery({ ...articleQuery(id), staleTime: 30_000 })
  return (
    <ItemLink page="articles" item={id}>
      {article?.title ?? id}
    </ItemLink>
  )
}

/** Facts are named by the entity that they are, or are about. */
function FactLink({ id }: { id: string }) {
  const { data: graph } = useQuery(graphQuery({}))
  const entity = graph?.entities.find((one) => one.id === id)
  const relation = graph?.relations.find((one) => one.id === id)
  const key = entity?.key ?? relation?.from
  if (key === undefined) return id
  return (
    <ItemLink page="graph" item={entityItem(key)}>
      {entity?.name ?? `${relation?.from} → ${relation?.type} → ${relation?.to}`}
    </ItemLink>
  )
}
