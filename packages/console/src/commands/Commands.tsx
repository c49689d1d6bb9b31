import { useHotkeys } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'
import { useDesk } from '../app/desk.tsx'
import { useToggleScheme } from '../app/scheme.ts'
import { useLive, useLiveState } from '../connection/LiveContext.tsx'
import { listBeside } from '../inbox/address.ts'
import { isView } from '../inbox/rows.ts'
import { useAnswerOffer } from '../offers/use-answer-offer.ts'
import { useSignOut } from '../people/sign-out.ts'
import { useConversationActions } from '../thread/actions.ts'
import { useConversation } from '../thread/conversation.ts'
import { reportError } from '../ui/report.ts'
import { type Command, type CommandContext, commands, otherPresence } from './commands.ts'
import { Palette } from './Palette.tsx'
import { ShortcutSheet } from './ShortcutSheet.tsx'

/** The keyboard's way to everything: shortcuts, the palette and the sheet that lists them. */
export function Commands() {
  const context = useCommandContext()
  const toHotkey = (command: Command): [string, () => void, { usePhysicalKeys: boolean }] => [
    command.keys ?? '',
    () => {
      if (command.isEnabled?.(context) ?? true) command.run(context)
    },
    { usePhysicalKeys: command.isCharacter !== true },
  ]
  const withKeys = commands.filter(({ keys }) => keys !== undefined)
  useHotkeys(withKeys.filter(({ isCharacter }) => isCharacter !== true).map(toHotkey), [], true)
  useHotkeys(withKeys.filter(({ isCharacter }) => isCharacter === true).map(toHotkey))
  return (
    <>
      <Palette context={context} />
      <ShortcutSheet />
    </>
  )
}

function useCommandContext(): CommandContext {
  const live = useLive()
  const { presence } = useLiveState()
  const desk = useDesk()
  const navigate = useNavigate()
  const { view: named = 'mine', conversationId } = useParams({ strict: false })
  const view = isView(named) ? named : 'mine'
  const conversation = useConversation(conversationId)
  const actions = useConversationActions(conversationId)
  const toggleScheme = useToggleScheme()
  const signOut = useSignOut()
  const answerOffer = useAnswerOffer()
  const offered = useSyncExternalStore(live.offers.subscribe, () => live.offers.standing[0])

  return {
    conversation,
    agentId: live.me.agent.id,
    presence,
    actions,
    hasOffer: offered !== undefined,
    answerOffer(isAccepted) {
      if (offered !== undefined) void answerOffer(offered.conversation.id, isAccepted)
    },
    move(rows) {
      const list = live.inbox.state.lists[view].rows
      const at = list.findIndex(({ id }) => id === conversationId)
      const next = at === -1 ? list[0] : list[at + rows]
      if (next === undefined) return
      void navigate({
        to: '/inbox/$view/$conversationId',
        params: { view, conversationId: next.id },
      })
    },
    goTo: (to) => void navigate(listBeside(to, conversationId)),
    goToSettings: () => void navigate({ to: '/settings/profile' }),
    compose: desk.compose,
    attach: desk.attach,
    askCopilot: desk.askCopilot,
    toggleDetails: () => desk.setPanelOpen(!desk.isPanelOpen),
    togglePresence: () => void live.choosePresence(otherPresence(presence)).catch(reportError),
    toggleScheme,
    signOut,
    openPalette: spotlight.open,
    openSheet: () => desk.setSheetOpen(true),
  }
}
