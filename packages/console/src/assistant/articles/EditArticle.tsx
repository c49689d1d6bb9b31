import { Tabs } from '@mantine/core'
import type { Article } from '@parley/protocol/rest/knowledge'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/index.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { errorText } from '../../ui/report.ts'
import { BackLink } from '../BackLink.tsx'
import styles from './ArticleForm.module.css'
import { ArticleForm } from './ArticleForm.tsx'
import { draftOf, emptyDraft } from './draft.ts'
import { articleQuery } from './queries.ts'
import { Versions } from './Versions.tsx'

/** A new article, which is stored with its first save. */
export function NewArticle() {
  const { t } = useTranslation('assistant')
  const [draft, setDraft] = useState(() => emptyDraft(currentLocale()))
  return (
    <>
      <BackLink page="articles">{t('articles.all')}</BackLink>
      <ArticleForm article={undefined} draft={draft} onChange={setDraft} />
    </>
  )
}

/** An article: what it says, and what it said before. */
export function EditArticle({ id }: { id: string }) {
  const { t } = useTranslation('assistant')
  const { data: article, error } = useQuery(articleQuery(id))
  if (error !== null) {
    return (
      <>
        <BackLink page="articles">{t('articles.all')}</BackLink>
        <EmptyState title={errorText(error)} />
      </>
    )
  }
  return (
    <>
      <BackLink page="articles">{t('articles.all')}</BackLink>
      {article !== undefined && <Editor article={article} />}
    </>
  )
}

function Editor({ article }: { article: Article }) {
  const { t } = useTranslation('assistant')
  const [draft, setDraft] = useState(() => draftOf(article, article.kind))
  const [tab, setTab] = useState<string | null>('write')
  return (
    <Tabs value={tab} onChange={setTab}>
      <h2 className={styles.title}>{article.title}</h2>
      <Tabs.List mb="xs">
        <Tabs.Tab value="write">{t('articles.write')}</Tabs.Tab>
        <Tabs.Tab value="versions">{t('articles.versions', { count: article.version })}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="write">
        <ArticleForm article={article} draft={draft} onChange={setDraft} />
      </Tabs.Panel>
      <Tabs.Panel value="versions" keepMounted={false}>
        <Versions
          article={article}
          onRestored={(restored) => {
            setDraft(draftOf(restored, restored.kind))
            setTab('write')
          }}
        />
      </Tabs.Panel>
    </Tabs>
  )
}
