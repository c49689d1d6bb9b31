import { Text } from '@mantine/core'
import type { AnswerTrace } from '@parley/protocol/rest/assistant'
import { useTranslation } from 'react-i18next'
import { placeKey } from '../../ui/place-key.ts'
import { SourceList } from './SourceList.tsx'
import styles from './TraceView.module.css'
import { costText, msText, useTraceWords } from './words.ts'

/** How an answer came about: every step with its time and what it found, and what it rests on. */
export function TraceView({
  trace,
}: {
  trace: Omit<AnswerTrace, 'id' | 'answerSeq' | 'isHelpful'>
}) {
  const { t } = useTranslation('assistant')
  const words = useTraceWords()
  const { outcome, decidedBy, reason, engine, costMicros, firstTextMs, totalMs } = trace
  // It answered, but only to say that it cannot.
  const isSorry = outcome === 'answered' && decidedBy === 'sorry'
  const longest = Math.max(...trace.steps.map(({ ms }) => ms), 0.001)
  const facts = [
    t('trace.total', { time: msText(totalMs) }),
    outcome === 'answered' ? t('trace.firstText', { time: msText(firstTextMs) }) : '',
    engine === '' ? '' : t('trace.engine', { engine }),
    costMicros === 0 ? '' : t('trace.cost', { cost: costText(costMicros) }),
  ]
  return (
    <div className={styles.trace}>
      <p className={styles.outcome}>
        <b data-result={isSorry ? 'handed_over' : outcome}>
          {isSorry ? t('trace.foundNothing') : words.result(outcome)}
        </b>
        {decidedBy !== '' && !isSorry && ` · ${words.step(decidedBy)}`}
        {reason !== '' && ` · ${words.reason(reason)}`}
      </p>
      <Text size="xs" c="dimmed">
        {facts.filter(Boolean).join(' · ')}
      </Text>
      <ol className={styles.steps}>
        {trace.steps.map(({ name, ms, result, details }, at) => (
          <li key={placeKey(at)}>
            <div className={styles.line}>
              <span>{words.step(name)}</span>
              <span data-result={result}>{words.result(result)}</span>
              <span>{msText(ms)}</span>
            </div>
            <i style={{ width: `${Math.max(1, (ms / longest) * 100)}%` }} />
            {details.map((detail, place) => (
              <p key={placeKey(place)}>{detail}</p>
            ))}
          </li>
        ))}
      </ol>
      <SourceList sources={trace.sources} />
    </div>
  )
}
