import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { type Conversation, ConversationStatus, Presence } from '@parley/protocol'
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconArrowsRightLeft,
  IconCheck,
  IconHandStop,
  IconInbox,
  IconLayoutSidebarRight,
  IconSparkles,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useDesk } from '../app/desk.tsx'
import { agentsQuery } from '../app/queries.ts'
import { assistantQuery } from '../assistant/queries.ts'
import { useLive, useLiveState } from '../connection/LiveContext.tsx'
import type { View } from '../inbox/rows.ts'
import { SlaMark } from '../inbox/SlaMark.tsx'
import { Avatar } from '../ui/Avatar.tsx'
import { contactName } from '../ui/texts.ts'
import { type ConversationActions, useConversationActions } from './actions.ts'
import { DraftFaqButton } from './DraftFaqButton.tsx'
import styles from './ThreadHeader.module.css'

/** Who it is, who has it, and what can be done with it. */
export function ThreadHeader(props: {
  conversation: Conversation
  isContactOnline: boolean
  view: View
}) {
  const { conversation, isContactOnline, view } = props
  const { t } = useTranslation()
  const { me } = useLive()
  const desk = useDesk()
  const actions = useConversationActions(conversation.id)
  const { status, agentId, agentName, contactId } = conversation
  const isResolved = status === ConversationStatus.RESOLVED
  const { data: assistant } = useQuery(assistantQuery)
  const hasAssistant =
    assistant?.isOn === true && !assistant.exceptChannels.includes(conversation.channelId)
  const isMine = agentId === me.agent.id
  const standing = isResolved
    ? t('thread.resolved')
    : status === ConversationStatus.BOT
      ? t('thread.withAssistant')
      : agentId === ''
        ? t('thread.nobody')
        : isMine
          ? t('thread.assignedToYou')
          : t('thread.assignedTo', { name: agentName })
  return (
    <header className={styles.header}>
      <ActionIcon
        className={styles.back}
        variant="subtle"
        color="gray"
        size={36}
        aria-label={t('thread.back')}
        renderRoot={(rest) => <Link to="/inbox/$view" params={{ view }} {...rest} />}
      >
        <IconArrowLeft stroke={1.7} />
      </ActionIcon>
      <Avatar
        name={conversation.contactName || '?'}
        id={contactId}
        size={36}
        isOnline={isContactOnline}
      />
      <div className={styles.who}>
        <h1>{contactName(conversation, t)}</h1>
        <p>
          {standing} <SlaMark conversation={conversation} />
        </p>
      </div>
      <div className={styles.actions}>
        {!isResolved && agentId === '' && (
          <Button size="xs" leftSection={<IconHandStop size={16} />} onClick={actions.take}>
            {t('thread.take')}
          </Button>
        )}
        {!isResolved && <TransferMenu conversation={conversation} actions={actions} />}
        {status === ConversationStatus.OPEN && isMine && hasAssistant && (
          <Tooltip label={t('thread.handBack')}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t('thread.handBack')}
              onClick={actions.handBack}
            >
              <IconSparkles size={17} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        )}
        {!isResolved && isMine && (
          <Tooltip label={t('thread.release')}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t('thread.release')}
              onClick={actions.release}
            >
              <IconInbox size={17} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        )}
        {isResolved && <DraftFaqButton conversationId={conversation.id} />}
        {isResolved ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowBackUp size={16} />}
            onClick={actions.reopen}
          >
            {t('thread.reopen')}
          </Button>
        ) : (
          <Button
            size="xs"
            variant={isMine ? 'filled' : 'default'}
            leftSection={<IconCheck size={16} />}
            onClick={actions.resolve}
          >
            {t('thread.resolve')}
          </Button>
        )}
        <Tooltip label={t('thread.details')}>
          <ActionIcon
            variant={desk.isPanelOpen ? 'light' : 'subtle'}
            color={desk.isPanelOpen ? 'leaf' : 'gray'}
            size={32}
            aria-label={t('thread.details')}
            aria-expanded={desk.isPanelOpen}
            onClick={() => desk.setPanelOpen(!desk.isPanelOpen)}
          >
            <IconLayoutSidebarRight size={20} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </div>
    </header>
  )
}

function TransferMenu(props: { conversation: Conversation; actions: ConversationActions }) {
  const { conversation, actions } = props
  const { t } = useTranslation()
  const { me } = useLive()
  const { agents: presences } = useLiveState()
  const { data: agents = [] } = useQuery(agentsQuery)
  const presenceOf = (id: string) =>
    presences.find(({ agentId }) => agentId === id)?.presence ?? Presence.OFFLINE
  const colleagues = agents
    .filter(({ id, isActive }) => isActive && id !== conversation.agentId)
    .sort((one, other) => presenceOf(one.id) - presenceOf(other.id))
  return (
    <Menu position="bottom-end" width={260} shadow="md">
      <Menu.Target>
        <Tooltip label={t('thread.transfer')}>
          <ActionIcon variant="default" size={30} aria-label={t('thread.transfer')}>
            <IconArrowsRightLeft size={17} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('thread.transferTo')}</Menu.Label>
        {colleagues.length === 0 && <Menu.Label>{t('thread.noColleagues')}</Menu.Label>}
        {colleagues.map(({ id, name }) => {
          const presence = presenceOf(id)
          return (
            <Menu.Item
              key={id}
              leftSection={
                <Avatar name={name} id={id} size={26} isOnline={presence === Presence.ONLINE} />
              }
              rightSection={<small className={styles.presence}>{presenceWord(presence, t)}</small>}
              onClick={() => actions.transfer(id)}
            >
              {id === me.agent.id ? `${name} (${t('thread.you')})` : name}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}

function presenceWord(presence: Presence, t: TFunction): string {
  if (presence === Presence.ONLINE) return t('presence.online')
  return presence === Presence.AWAY ? t('presence.away') : t('presence.offline')
}
