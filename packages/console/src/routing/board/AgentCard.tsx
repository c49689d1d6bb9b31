import type { BoardAgent, BoardHeld, RoutingBoard } from '@parley/protocol/rest/routing-board'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/Avatar.tsx'
import { useNow } from '../../ui/now.ts'
import { contactName } from '../../ui/texts.ts'
import { duration, percent } from '../durations.ts'
import { teamsQuery } from '../queries.ts'
import styles from './BoardPage.module.css'
import { GiveMenu } from './GiveMenu.tsx'
import { SlaMark } from './SlaMark.tsx'

/** One agent: whether there, how loaded, and with which conversations. */
export function AgentCard({ agent, board }: { agent: BoardAgent; board: RoutingBoard }) {
  const { t } = useTranslation('routing')
  const { data: teams = [] } = useQuery(teamsQuery)
  const { name, agentId, presence, used, capacity, occupancy, offers, conversations } = agent
  const share = capacity === 0 ? 0 : Math.min(1, used / capacity)
  const teamNames = teams.filter(({ id }) => agent.teamIds.includes(id)).map((team) => team.name)
  const standing = agent.isReconnecting ? t('presence.reconnecting') : t(`presence.${presence}`)
  return (
    <li className={styles.agent} data-presence={presence}>
      <div className={styles.agentHead}>
        <Avatar name={name} id={agentId} size={34} isOnline={presence === 'online'} />
        <div>
          <strong>{name}</strong>
          <small>{[standing, ...teamNames].join(' · ')}</small>
        </div>
      </div>
      <div className={styles.load}>
        <div
          className={styles.bar}
          data-full={used >= capacity || undefined}
          role="img"
          aria-label={t('board.load', { used, capacity })}
        >
          <i style={{ width: `${share * 100}%` }} />
        </div>
        <span>
          {used} / {capacity}
        </span>
        <span title={t('board.occupancyHint')}>{percent(occupancy)}</span>
      </div>
      {offers.map(({ conversationId, expiresAt }) => (
        <Offer key={conversationId} expiresAt={expiresAt} />
      ))}
      {conversations.map((held) => (
        <Held key={held.conversationId} held={held} board={board} agentId={agentId} />
      ))}
    </li>
  )
}

function Offer({ expiresAt }: { expiresAt: number }) {
  const { t } = useTranslation('routing')
  const now = useNow(1_000)
  return (
    <div className={styles.held}>
      <span>{t('board.offered')}</span>
      <small>{duration(expiresAt - now)}</small>
    </div>
  )
}

function Held(props: { held: BoardHeld; board: RoutingBoard; agentId: string }) {
  const { held, board, agentId } = props
  const { t } = useTranslation('routing')
  const { t: common } = useTranslation()
  const now = useNow(1_000)
  const { conversationId, waitingSince, isSnoozed, priority } = held
  const name = contactName({ contactName: held.contactName, contactId: conversationId }, common)
  return (
    <div className={styles.held}>
      <Link to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId }}>
        {name}
      </Link>
      <span>
        <SlaMark sla={held.sla} />{' '}
        <small>
          {isSnoozed
            ? t('board.snoozed')
            : waitingSince > 0
              ? t('board.waitsFor', { time: duration(now - waitingSince) })
              : t('board.answered')}
        </small>
      </span>
      <GiveMenu {...{ conversationId, name, board, agentId, priority }} />
    </div>
  )
}
