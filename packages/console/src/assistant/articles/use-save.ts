import type { Article } from '@parley/protocol/rest/knowledge'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { reportDone, reportError } from '../../ui/report.ts'
import { type ArticleDraft, changeOf, draftOf, isSameDraft, requestOf } from './draft.ts'
import { tookArticle } from './queries.ts'

/**
 * Saves a draft, and with true also tells it to visitors. A new article gets its address, an old
 * one a new version; the draft then holds what the server made of it.
 */
export function useSaveArticle(
  article: Article | undefined,
  draft: ArticleDraft,
  onSaved: (draft: ArticleDraft) => void,
) {
  const { t } = useTranslation('assistant')
  const navigate = useNavigate()

  function send(isPublished: boolean): Promise<Article> {
    if (article === undefined) {
      return api('POST', '/api/knowledge/articles', { ...requestOf(draft), isPublished })
    }
    const path = `/api/knowledge/articles/${article.id}`
    return isSameDraft(draft, draftOf(article, article.kind))
      ? api('POST', `${path}/publish`, { version: article.version })
      : api('PATCH', path, changeOf(draft, article, isPublished))
  }

  return useMutation({
    mutationFn: send,
    onError: reportError,
    async onSuccess(saved, isPublished) {
      tookArticle(saved)
      onSaved(draftOf(saved, saved.kind))
      reportDone(isPublished ? t('articles.published') : t('common.saved'))
      if (article !== undefined) return
      await navigate({
        to: '/assistant/$page/$item',
        params: { page: 'articles', item: saved.id },
        ignoreBlocker: true,
      })
    },
  })
}
