import { Kbd } from '@mantine/core'
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { assistantPages } from '../assistant/pages.ts'
import { useInboxState, useLive } from '../connection/LiveContext.tsx'
import { views } from '../inbox/rows.ts'
import { includesRole } from '../people/use-role.ts'
import { routingPages } from '../routing/pages.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { contactName, previewText } from '../ui/texts.ts'
import { type CommandContext, commands, groups, isMac, keysLabel } from './commands.ts'

/** Conversations offered; the rest is found by typing. */
const CONVERSATIONS_MAX = 200

/** Finds any command, and any conversation that the lists know, by a few letters. */
export function Palette({ context }: { context: CommandContext }) {
  const { t } = useTranslation()
  const { lists } = useInboxState()
  const { me } = useLive()
  const navigate = useNavigate()
  const mac = isMac()

  const actions: SpotlightActionGroupData[] = groups.map((group) => ({
    group: t(`command.group.${group}`),
    actions: commands
      .filter((command) => command.group === group && (command.isEnabled?.(context) ?? true))
      .filter(({ id }) => id !== 'palette')
      .map((command) => ({
        id: command.id,
        label: t(`command.${command.id}`),
        rightSection:
          command.keys === undefined ? null : (
            <span>
              {keysLabel(command.keys, mac).map((key) => (
                <Kbd key={key} size="xs" ms={4}>
                  {key}
                </Kbd>
              ))}
            </span>
          ),
        onClick: () => command.run(context),
      })),
  }))

  actions.push({
    group: t('app.assistant'),
    actions: assistantPages
      .filter(({ role }) => includesRole(me.agent.role, role))
      .map(({ id: page, icon: Icon }) => ({
        id: `assistant-${page}`,
        label: t(`assistantPage.${page}`),
        leftSection: <Icon size={18} stroke={1.7} />,
        onClick: () => void navigate({ to: '/assistant/$page', params: { page } }),
      })),
  })

  actions.push({
    group: t('app.routing'),
    actions: routingPages
      .filter(({ role }) => includesRole(me.agent.role, role))
      .map(({ id: page, icon: Icon }) => ({
        id: `routing-${page}`,
        label: t(`routingPage.${page}`),
        leftSection: <Icon size={18} stroke={1.7} />,
        onClick: () => void navigate({ to: '/routing/$page', params: { page } }),
      })),
  })

  const known = new Map(
    views.flatMap((view) => lists[view].rows.map((row) => [row.id, { row, view }] as const)),
  )
  actions.push({
    group: t('command.group.open'),
    actions: [...known.values()].slice(0, CONVERSATIONS_MAX).map(({ row, view }) => ({
      id: row.id,
      label: contactName(row, t),
      description: previewText(row, t),
      leftSection: <Avatar name={contactName(row, t)} id={row.contactId} size={28} />,
      onClick: () =>
        void navigate({
          to: '/inbox/$view/$conversationId',
          params: { view, conversationId: row.id },
        }),
    })),
  })

  return (
    <Spotlight
      actions={actions.filter((group) => group.actions.length > 0)}
      shortcut={null}
      attributes={{ content: { 'aria-label': t('app.commands') } }}
      nothingFound={t('command.nothing')}
      highlightQuery
      limit={30}
      scrollable
      maxHeight={460}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t('command.search'),
        'aria-label': t('command.search'),
      }}
    />
  )
}
