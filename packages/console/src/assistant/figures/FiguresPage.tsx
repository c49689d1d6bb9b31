import { SegmentedControl } from '@mantine/core'
import type { AssistantFigures } from '@parley/protocol/rest/assistant'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { costText, msText, useTraceWords } from '../trace/words.ts'
import { AnswerList } from './AnswerList.tsx'
import { Bars } from './Bars.tsx'
import { DaysChart } from './DaysChart.tsx'
import styles from './FiguresPage.module.css'
import { shareText, sumOf } from './shares.ts'

const spans = [7, 30, 90] as const

/** What the assistant did: answered by itself, handed over, at what cost, how fast. */
export function FiguresPage() {
  const { t } = useTranslation('assistant')
  const [days, setDays] = useState('7')
  const { data: figures } = useQuery({
    queryKey: ['assistant-figures', days],
    queryFn: () => api<AssistantFigures>('GET', `/api/assistant/figures?days=${days}`),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  return (
    <>
      <PageHead title={t('figures.title')} hint={t('figures.hint')}>
        <SegmentedControl
          aria-label={t('figures.span')}
          value={days}
          onChange={setDays}
          data={spans.map((span) => ({
            value: String(span),
            label: t('figures.days', { count: span }),
          }))}
        />
      </PageHead>
      {figures?.questions === 0 && (
        <EmptyState title={t('figures.none')} hint={t('figures.noneHint')} />
      )}
      {figures !== undefined && figures.questions > 0 && <Figures figures={figures} />}
      <AnswerList />
    </>
  )
}

function Figures({ figures }: { figures: AssistantFigures }) {
  const { t } = useTranslation('assistant')
  const words = useTraceWords()
  const { questions, answeredBy, handedOver, helpful, notHelpful, notHelpfulBy } = figures
  // Saying that nothing was found is no answer.
  const { sorry = 0, ...answers } = answeredBy
  const answered = sumOf(answers)
  const hits = answeredBy.cache ?? 0
  const tiles = [
    [t('figures.questions'), String(questions), ''],
    [t('figures.answered'), shareText(answered, questions), String(answered)],
    [t('figures.handedOver'), shareText(handedOver, questions), String(handedOver)],
    [t('figures.notFound'), shareText(sorry, questions), String(sorry)],
    [
      t('figures.cacheHits'),
      shareText(hits, questions),
      t('figures.wrong', { count: notHelpfulBy.cache ?? 0 }),
    ],
    [
      t('figures.helpful'),
      shareText(helpful, helpful + notHelpful),
      t('figures.rated', { count: helpful + notHelpful }),
    ],
    [t('figures.cost'), costText(figures.costMicros), t('figures.costHint')],
    [
      t('figures.firstText'),
      msText(figures.firstTextMsP50),
      t('figures.p90', { time: msText(figures.firstTextMsP90) }),
    ],
  ] as const
  return (
    <>
      <dl className={styles.tiles}>
        {tiles.map(([name, value, more]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <b>{value}</b>
              <span>{more}</span>
            </dd>
          </div>
        ))}
      </dl>
      <DaysChart days={figures.days} />
      <div className={styles.sides}>
        <Bars title={t('figures.answeredBy')} counts={answers} nameOf={words.step} />
        <Bars
          title={t('figures.handedOverFor')}
          counts={figures.handedOverFor}
          nameOf={words.reason}
        />
        <Bars title={t('figures.notHelpfulBy')} counts={notHelpfulBy} nameOf={words.step} />
      </div>
    </>
  )
}
