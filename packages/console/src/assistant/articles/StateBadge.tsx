import { Badge } from '@mantine/core'
import type { ArticleSummary } from '@parley/protocol/rest/knowledge'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../ui/now.ts'
import { type ArticleState, stateOf } from './state.ts'

const tones: Record<ArticleState, 'good' | 'warn' | 'quiet'> = {
  published: 'good',
  changed: 'warn',
  early: 'warn',
  over: 'warn',
  draft: 'quiet',
}

/** Whether visitors are told an article, in a word. */
export function StateBadge({ article }: { article: ArticleSummary }) {
  const { t } = useTranslation('assistant')
  const state = stateOf(article, useNow(60_000))
  const tone = tones[state]
  return (
    <Badge
      variant="transparent"
      px={0}
      tt="none"
      fw={500}
      c={tone === 'quiet' ? 'dimmed' : `var(--${tone})`}
    >
      {t(`state.${state}`)}
    </Badge>
  )
}
