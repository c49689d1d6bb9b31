import { ActionIcon, Menu } from '@mantine/core'
import type { Article } from '@parley/protocol/rest/knowledge'
import { IconDots, IconEyeOff, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/queries.ts'
import { reportDone, reportError } from '../../ui/report.ts'
import { tookArticle } from './queries.ts'

/** What is rarer: to withdraw an article, and to remove it. */
export function ArticleMenu({ article }: { article: Article }) {
  const { t } = useTranslation('assistant')
  const navigate = useNavigate()
  const path = `/api/knowledge/articles/${article.id}`
  const withdraw = useMutation({
    mutationFn: () => api<Article>('POST', `${path}/publish`, { version: 0 }),
    onError: reportError,
    onSuccess(changed) {
      tookArticle(changed)
      reportDone(t('articles.withdrawn'))
    },
  })
  const remove = useMutation({
    mutationFn: () => api<void>('DELETE', path),
    onError: reportError,
    async onSuccess() {
      void queryClient.invalidateQueries({ queryKey: ['articles'] })
      await navigate({
        to: '/assistant/$page',
        params: { page: 'articles' },
        ignoreBlocker: true,
      })
    },
  })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('common.moreActions')}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconEyeOff size={16} />}
          disabled={article.publishedVersion === 0}
          onClick={() => withdraw.mutate()}
        >
          {t('articles.withdraw')}
        </Menu.Item>
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={16} />}
          onClick={() => {
            if (window.confirm(t('articles.removeSure'))) remove.mutate()
          }}
        >
          {t('articles.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
