import type { RoutingRule } from '@parley/protocol/rest/routing-facts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { channelsQuery } from '../../app/queries.ts'
import { skillsQuery, teamsQuery, topicsQuery } from '../queries.ts'

/** A rule in words: when it holds, and what is needed then. */
export function useRuleWords() {
  const { t } = useTranslation('routing')
  const { data: channels = [] } = useQuery(channelsQuery)
  const { data: topics = [] } = useQuery(topicsQuery)
  const { data: teams = [] } = useQuery(teamsQuery)
  const { data: skills = [] } = useQuery(skillsQuery)
  const names = (ids: readonly string[], list: readonly { id: string; name: string }[]) =>
    ids.map((id) => list.find((one) => one.id === id)?.name ?? '?').join(' / ')
  const joined = (parts: readonly string[], otherwise: string) =>
    parts.filter((part) => part !== '').join(' · ') || otherwise
  return {
    when: ({ when }: RoutingRule) =>
      joined(
        [
          names(when.channelIds, channels),
          names(when.topicIds, topics),
          when.attribute === null ? '' : `${when.attribute.name} = ${when.attribute.value}`,
        ],
        t('rules.always'),
      ),
    needs: ({ needs }: RoutingRule) =>
      joined(
        [
          needs.teamId === '' ? '' : names([needs.teamId], teams),
          ...needs.skills.map(({ skillId, level }) => `${names([skillId], skills)} ${level}+`),
          needs.languages.join(' / '),
          needs.weight === null ? '' : t('rules.weightOf', { count: needs.weight }),
        ],
        t('rules.nothing'),
      ),
  }
}
