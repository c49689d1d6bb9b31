import '../texts.ts'
import { Loader, Text } from '@mantine/core'
import type { RoutingDecision } from '@parley/protocol/rest/routing-board'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { moment } from '../../ui/times.ts'
import { duration } from '../durations.ts'
import { decisionsQuery } from '../queries.ts'
import styles from './Why.module.css'

/** Reasons that are shown; the rest adds little. */
const REASONS_MAX = 4

/** The last decision about a conversation, with its reasons. */
export function Reasons({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('routing')
  const { data, isError } = useQuery(decisionsQuery(conversationId))
  const [last] = data ?? []
  if (last !== undefined) return <Decision decision={last} />
  if (data === undefined && !isError) return <Loader size="sm" aria-label={t('common.loading')} />
  return <Text size="sm">{t('why.unknown')}</Text>
}

function Decision({ decision }: { decision: RoutingDecision }) {
  const { t } = useTranslation('routing')
  const { rule, agentName, byAgentName, candidates, waitedMs, at } = decision
  const reasonName = (what: string) =>
    t(`reason.${what as 'agent'}`, { defaultValue: what.replaceAll('_', ' ') })
  return (
    <>
      <Text fw={600}>
        {rule === 'by_hand'
          ? t('why.byHand', { by: byAgentName || agentName, name: agentName })
          : t('why.chosen', { name: agentName, rule: t(`rule.${rule}`) })}
      </Text>
      <Text size="xs" c="dimmed">
        {moment(at)} · {t('why.waited', { time: duration(waitedMs) })}
      </Text>
      <ul className={styles.notes}>
        {decision.wasOffered && <li>{t('why.offered')}</li>}
        {decision.isReturning && <li>{t('why.returning')}</li>}
        {decision.passedOver.length > 0 && (
          <li>{t('why.passedOver', { count: decision.passedOver.length })}</li>
        )}
        {decision.steppedDown.map(({ rung, because }) => (
          <li key={rung}>{t('why.steppedDown', { rung: t(`rung.${rung}`), because })}</li>
        ))}
      </ul>
      {candidates.length > 0 && (
        <table className={styles.candidates}>
          <caption>{t('why.candidates', { count: decision.consideredCount })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('why.agent')}</th>
              <th scope="col">{t('why.firstReply')}</th>
              <th scope="col">{t('why.handle')}</th>
              <th scope="col">{t('why.load')}</th>
            </tr>
          </thead>
          <tbody>
            {candidates.map((one) => (
              <tr key={one.agentId}>
                <th scope="row">{one.agentName}</th>
                <td>{one.firstReplyMs === 0 ? '–' : duration(one.firstReplyMs)}</td>
                <td>{one.handleMs === 0 ? '–' : duration(one.handleMs)}</td>
                <td>
                  {one.used}/{one.capacity}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {decision.reasons.length > 0 && (
        <>
          <Text size="xs" fw={600} mt={8}>
            {t('why.reasons')}
          </Text>
          <ul className={styles.notes}>
            {[...decision.reasons]
              .sort((one, other) => Math.abs(other.amount) - Math.abs(one.amount))
              .slice(0, REASONS_MAX)
              .map(({ what, amount }) => (
                <li key={what}>
                  {amount <= 0
                    ? t('why.speaksFor', { what: reasonName(what) })
                    : t('why.speaksAgainst', { what: reasonName(what) })}
                </li>
              ))}
          </ul>
        </>
      )}
      {decision.modelVersion !== '' && (
        <Text size="xs" c="dimmed" mt={6}>
          {t('why.model', { version: decision.modelVersion })}
        </Text>
      )}
    </>
  )
}
