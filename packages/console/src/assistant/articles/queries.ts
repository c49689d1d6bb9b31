import type { Locale } from '@parley/protocol/rest'
import type {
  Article,
  ArticleKind,
  ArticlePage,
  ArticlePreview,
  ArticleRequest,
  ArticleVersion,
} from '@parley/protocol/rest/knowledge'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/queries.ts'

/** What the list of articles is narrowed down to. */
export interface ArticleFilter {
  text: string
  kind: ArticleKind | ''
  locale: Locale | ''
  status: 'published' | 'draft' | 'changed' | ''
}

/** An address with those parameters that say something. */
export function withQuery(path: string, query: object): string {
  const said = Object.entries(query).filter(([, value]) => value !== '' && value !== undefined)
  const text = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? path : `${path}?${text}`
}

export const articlesQuery = (filter: ArticleFilter) =>
  infiniteQueryOptions({
    queryKey: ['articles', filter],
    queryFn: ({ pageParam }) =>
      api<ArticlePage>(
        'GET',
        withQuery('/api/knowledge/articles', { ...filter, after: pageParam }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ cursor }) => cursor || undefined,
    placeholderData: keepPreviousData,
  })

export const articleQuery = (id: string) =>
  queryOptions({
    queryKey: ['article', id],
    queryFn: () => api<Article>('GET', `/api/knowledge/articles/${id}`),
    // An editor must begin with what stands now.
    staleTime: 0,
    refetchOnWindowFocus: false,
  })

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['article', id, 'versions'],
    queryFn: () => api<ArticleVersion[]>('GET', `/api/knowledge/articles/${id}/versions`),
    staleTime: 0,
  })

export const previewQuery = (request: ArticleRequest) =>
  queryOptions({
    queryKey: ['article-preview', request],
    queryFn: () => api<ArticlePreview>('POST', '/api/knowledge/preview', request),
    enabled: request.title.trim() !== '' && request.body.trim() !== '',
    placeholderData: keepPreviousData,
    gcTime: 0,
  })

/** Takes over how an article stands after a change. */
export function tookArticle(article: Article): void {
  queryClient.setQueryData(articleQuery(article.id).queryKey, article)
  void queryClient.invalidateQueries({ queryKey: ['article', article.id, 'versions'] })
  void queryClient.invalidateQueries({ queryKey: ['articles'] })
}
