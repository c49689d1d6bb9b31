import { shortTime } from '@parley/browser'
import type { AnswerPage, AnswerTrace } from '@parley/protocol/rest/assistant'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { currentLocale } from '../../i18n/index.ts'
import { moment } from '../../ui/times.ts'
import { withQuery } from '../articles/queries.ts'
import { MoreButton } from '../MoreButton.tsx'
import { TraceView } from '../trace/TraceView.tsx'
import { useTraceWords } from '../trace/words.ts'
import styles from './FiguresPage.module.css'

/** The last questions and what became of them, each with its trace. */
export function AnswerList() {
  const { t } = useTranslation('assistant')
  const query = useInfiniteQuery({
    queryKey: ['assistant-answers'],
    queryFn: ({ pageParam }) =>
      api<AnswerPage>('GET', withQuery('/api/assistant/answers', { before: pageParam })),
    initialPageParam: '',
    getNextPageParam: ({ hasMore, answers }) => (hasMore ? answers.at(-1)?.id : undefined),
    staleTime: 10_000,
  })
  const answers = query.data?.pages.flatMap((page) => page.answers) ?? []
  if (answers.length === 0) return null
  return (
    <section className={styles.answers}>
      <h3>{t('figures.last')}</h3>
      <ul>
        {answers.map((answer) => (
          <li key={answer.id}>
            <AnswerRow answer={answer} />
          </li>
        ))}
      </ul>
      <MoreButton query={query} />
    </section>
  )
}

function AnswerRow({ answer }: { answer: AnswerTrace }) {
  const { t } = useTranslation('assistant')
  const words = useTraceWords()
  const [isOpen, setOpen] = useState(false)
  const { question, outcome, decidedBy, askedAt, conversationId, isHelpful } = answer
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>{question}</span>
        {/* Saying sorry is an answer to the pipeline, not to a reader. */}
        <span>{decidedBy === 'sorry' ? '' : words.result(outcome)}</span>
        <span>{words.step(decidedBy)}</span>
        <span title={moment(askedAt)}>{shortTime(askedAt, Date.now(), currentLocale())}</span>
      </summary>
      {isOpen && (
        <div>
          <p>
            <Link to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId }}>
              {t('figures.toConversation')}
            </Link>
            {isHelpful !== null &&
              ` · ${isHelpful ? t('figures.didHelp') : t('figures.didNotHelp')}`}
          </p>
          <TraceView trace={answer} />
        </div>
      )}
    </details>
  )
}
