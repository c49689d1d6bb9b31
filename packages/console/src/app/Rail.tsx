import { ActionIcon, Indicator, Menu, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { Presence } from '@parley/protocol'
import type { Me } from '@parley/protocol/rest'
import {
  IconCommand,
  IconInbox,
  IconKeyboard,
  IconLogout,
  IconMoonStars,
  IconRoute,
  IconSettings,
  IconSparkles,
  IconUser,
} from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttention } from '../alerts/attention.ts'
import { useLive, useLiveState } from '../connection/LiveContext.tsx'
import { useSignOut } from '../people/sign-out.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { reportError } from '../ui/report.ts'
import { useDesk } from './desk.tsx'
import styles from './Rail.module.css'
import { useToggleScheme } from './scheme.ts'

/** The way to each part of the console; along the lower edge on a phone. */
export function Rail({ me }: { me: Me }) {
  const { t } = useTranslation()
  const attention = useAttention()
  const { conversationId } = useParams({ strict: false })
  return (
    <nav
      className={conversationId === undefined ? styles.rail : `${styles.rail} ${styles.behind}`}
      aria-label={t('app.main')}
    >
      <img className={styles.logo} src="/console/icon.svg" alt="Parley" width={32} height={32} />
      <RailLink to="/inbox/mine" under="/inbox" label={t('app.inbox')}>
        <Indicator
          label={attention > 99 ? '99+' : attention}
          disabled={attention === 0}
          size={16}
          color="red.8"
          offset={2}
        >
          <IconInbox stroke={1.7} />
        </Indicator>
      </RailLink>
      <RailLink to="/assistant" under="/assistant" label={t('app.assistant')}>
        <IconSparkles stroke={1.7} />
      </RailLink>
      <RailLink to="/routing" under="/routing" label={t('app.routing')}>
        <IconRoute stroke={1.7} />
      </RailLink>
      <RailLink to="/settings/profile" under="/settings" label={t('app.settings')}>
        <IconSettings stroke={1.7} />
      </RailLink>
      <span className={styles.space} />
      <Tooltip label={t('app.commands')} position="right">
        <ActionIcon
          className={styles.commands}
          size={40}
          variant="subtle"
          color="gray"
          aria-label={t('app.commands')}
          onClick={spotlight.open}
        >
          <IconCommand stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <PersonMenu me={me} />
    </nav>
  )
}

function RailLink(props: { to: string; under: string; label: string; children: ReactNode }) {
  return (
    <Tooltip label={props.label} position="right">
      <Link
        to={props.to}
        className={styles.link ?? ''}
        activeOptions={{ exact: false }}
        data-active={location.pathname.startsWith(`/console${props.under}`) || undefined}
      >
        {props.children}
        <VisuallyHidden>{props.label}</VisuallyHidden>
      </Link>
    </Tooltip>
  )
}

function PersonMenu({ me }: { me: Me }) {
  const { t } = useTranslation()
  const live = useLive()
  const { presence } = useLiveState()
  const desk = useDesk()
  const toggleScheme = useToggleScheme()
  const signOut = useSignOut()
  const isAway = presence === Presence.AWAY
  const word =
    presence === Presence.ONLINE
      ? t('presence.online')
      : isAway
        ? t('presence.away')
        : t('presence.offline')
  const choose = (next: Presence) => live.choosePresence(next).catch(reportError)
  return (
    <Menu position="right-end" width={250} shadow="md">
      <Menu.Target>
        <UnstyledButton
          className={styles.person}
          aria-label={`${me.agent.name}. ${t('presence.label', { presence: word })}`}
        >
          <Avatar name={me.agent.name} id={me.agent.id} size={34} />
          <i
            className={styles.presence}
            data-presence={presence === Presence.ONLINE ? 'online' : isAway ? 'away' : 'offline'}
          />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.agent.name} · {me.workspace.name}
        </Menu.Label>
        <Menu.Item
          leftSection={<i className={styles.dot} data-presence={isAway ? 'online' : 'away'} />}
          onClick={() => choose(isAway ? Presence.ONLINE : Presence.AWAY)}
        >
          {isAway ? t('presence.goOnline') : t('presence.goAway')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconUser size={16} />}
          renderRoot={(props) => <Link to="/settings/profile" {...props} />}
        >
          {t('app.profile')}
        </Menu.Item>
        <Menu.Item leftSection={<IconMoonStars size={16} />} onClick={toggleScheme}>
          {t('command.scheme')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={() => desk.setSheetOpen(true)}>
          {t('app.shortcuts')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
          {t('people.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
