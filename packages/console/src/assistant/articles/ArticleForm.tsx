import { Button, Group, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import type { Article } from '@parley/protocol/rest/knowledge'
import { useBlocker } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../people/use-role.ts'
import styles from './ArticleForm.module.css'
import { ArticleMenu } from './ArticleMenu.tsx'
import { ContentFields } from './ContentFields.tsx'
import { type ArticleDraft, draftOf, emptyDraft, isSameDraft } from './draft.ts'
import { Preview } from './Preview.tsx'
import { StateBadge } from './StateBadge.tsx'
import { useSaveArticle } from './use-save.ts'

/** Writes an article, with what a visitor would read beside it. */
export function ArticleForm(props: {
  /** As it is stored; undefined while it is new. */
  article: Article | undefined
  draft: ArticleDraft
  onChange: (draft: ArticleDraft) => void
}) {
  const { article, draft, onChange } = props
  const { t } = useTranslation('assistant')
  const mayChange = useHasRole('supervisor')
  const save = useSaveArticle(article, draft, onChange)
  const stored =
    article === undefined
      ? { ...emptyDraft(draft.locale), kind: draft.kind }
      : draftOf(article, article.kind)
  const isChanged = !isSameDraft(draft, stored)
  const isWhole = draft.title.trim() !== '' && draft.body.trim() !== ''
  const isTold = article !== undefined && article.publishedVersion === article.version
  const maySave = mayChange && isWhole && isChanged && !save.isPending
  const mayPublish = mayChange && isWhole && (isChanged || !isTold) && !save.isPending
  useBlocker({
    shouldBlockFn: () => isChanged && !window.confirm(t('articles.leave')),
    enableBeforeUnload: isChanged,
  })
  useHotkeys([['mod+S', () => maySave && save.mutate(false)]], [], true)
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (mayPublish) save.mutate(true)
      }}
    >
      <Group className={styles.bar} justify="space-between">
        {article === undefined ? (
          <h2 className={styles.title}>{t('articles.newTitle')}</h2>
        ) : (
          <StateBadge article={article} />
        )}
        {mayChange ? (
          <Group gap="xs">
            {article !== undefined && <ArticleMenu article={article} />}
            <Button variant="default" disabled={!maySave} onClick={() => save.mutate(false)}>
              {t('articles.saveDraft')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!mayPublish}>
              {t('articles.publish')}
            </Button>
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            {t('common.supervisorsOnly')}
          </Text>
        )}
      </Group>
      <div className={styles.sides}>
        <fieldset disabled={!mayChange} className={styles.fields}>
          <ContentFields draft={draft} isNew={article === undefined} onChange={onChange} />
        </fieldset>
        <Preview draft={draft} />
      </div>
    </form>
  )
}
