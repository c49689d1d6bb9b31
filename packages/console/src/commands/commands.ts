import { type Conversation, ConversationStatus, Presence } from '@parley/protocol'
import type { View } from '../inbox/rows.ts'

/** What commands may touch. */
export interface CommandContext {
  /** The conversation on screen. */
  conversation: Conversation | undefined
  agentId: string
  presence: Presence
  actions: {
    take(): void
    release(): void
    handBack(): void
    resolve(): Promise<boolean>
    reopen(): void
  }
  /** Whether routing offers a conversation. */
  hasOffer: boolean
  /** Accepts or declines the oldest offer. */
  answerOffer(isAccepted: boolean): void
  /** Opens the conversation so many rows further down the list. */
  move(rows: 1 | -1): void
  goTo(view: View): void
  goToSettings(): void
  compose(kind: 'text' | 'note'): void
  /** Opens the chooser of files. */
  attach(): void
  /** Opens the copilot's menu. */
  askCopilot(): void
  toggleDetails(): void
  togglePresence(): void
  toggleScheme(): void
  signOut(): void
  openPalette(): void
  openSheet(): void
}

export interface Command {
  id: string
  group: 'conversation' | 'go' | 'you'
  /** As `useHotkeys` reads them: places on the keyboard, whatever Alt makes of their signs. */
  keys?: string
  /** A plain character: it works outside of text fields only, and wherever the keyboard has it. */
  isCharacter?: boolean
  isEnabled?: (context: CommandContext) => boolean
  run: (context: CommandContext) => void
}

const isOpen = ({ conversation }: CommandContext) =>
  conversation !== undefined && conversation.status !== ConversationStatus.RESOLVED

const isThere = ({ conversation }: CommandContext) => conversation !== undefined

const table = [
  {
    id: 'acceptOffer',
    group: 'conversation',
    keys: 'alt+y',
    isEnabled: ({ hasOffer }) => hasOffer,
    run: ({ answerOffer }) => answerOffer(true),
  },
  {
    id: 'declineOffer',
    group: 'conversation',
    keys: 'alt+shift+y',
    isEnabled: ({ hasOffer }) => hasOffer,
    run: ({ answerOffer }) => answerOffer(false),
  },
  {
    id: 'take',
    group: 'conversation',
    keys: 'alt+t',
    isEnabled: (context) => isOpen(context) && context.conversation?.agentId === '',
    run: ({ actions }) => actions.take(),
  },
  {
    id: 'resolve',
    group: 'conversation',
    keys: 'alt+e',
    isEnabled: isThere,
    run(context) {
      if (isOpen(context)) void context.actions.resolve()
      else context.actions.reopen()
    },
  },
  {
    id: 'resolveAndNext',
    group: 'conversation',
    keys: 'alt+shift+e',
    isEnabled: isOpen,
    run({ actions, move }) {
      // The way on is chosen before the row leaves the list.
      move(1)
      void actions.resolve()
    },
  },
  {
    id: 'release',
    group: 'conversation',
    isEnabled: (context) => isOpen(context) && context.conversation?.agentId === context.agentId,
    run: ({ actions }) => actions.release(),
  },
  {
    id: 'handBack',
    group: 'conversation',
    keys: 'alt+b',
    isEnabled: ({ conversation, agentId }) =>
      conversation?.status === ConversationStatus.OPEN && conversation.agentId === agentId,
    run: ({ actions }) => actions.handBack(),
  },
  {
    id: 'reply',
    group: 'conversation',
    keys: 'alt+r',
    isEnabled: isThere,
    run: ({ compose }) => compose('text'),
  },
  {
    id: 'note',
    group: 'conversation',
    keys: 'alt+n',
    isEnabled: isThere,
    run: ({ compose }) => compose('note'),
  },
  {
    id: 'attach',
    group: 'conversation',
    keys: 'alt+a',
    isEnabled: isThere,
    run: ({ attach }) => attach(),
  },
  {
    id: 'copilot',
    group: 'conversation',
    keys: 'alt+g',
    isEnabled: isThere,
    run: ({ askCopilot }) => askCopilot(),
  },
  {
    id: 'details',
    group: 'conversation',
    keys: 'alt+o',
    isEnabled: isThere,
    run: ({ toggleDetails }) => toggleDetails(),
  },
  { id: 'next', group: 'go', keys: 'alt+j', run: ({ move }) => move(1) },
  { id: 'previous', group: 'go', keys: 'alt+k', run: ({ move }) => move(-1) },
  { id: 'mine', group: 'go', keys: 'alt+digit1', run: ({ goTo }) => goTo('mine') },
  { id: 'unassigned', group: 'go', keys: 'alt+digit2', run: ({ goTo }) => goTo('unassigned') },
  { id: 'bot', group: 'go', keys: 'alt+digit3', run: ({ goTo }) => goTo('bot') },
  { id: 'all', group: 'go', keys: 'alt+digit4', run: ({ goTo }) => goTo('all') },
  { id: 'resolved', group: 'go', keys: 'alt+digit5', run: ({ goTo }) => goTo('resolved') },
  { id: 'settings', group: 'go', run: ({ goToSettings }) => goToSettings() },
  { id: 'palette', group: 'you', keys: 'mod+k', run: ({ openPalette }) => openPalette() },
  {
    id: 'sheet',
    group: 'you',
    keys: 'shift+?',
    isCharacter: true,
    run: ({ openSheet }) => openSheet(),
  },
  { id: 'presence', group: 'you', run: ({ togglePresence }) => togglePresence() },
  { id: 'scheme', group: 'you', run: ({ toggleScheme }) => toggleScheme() },
  { id: 'signOut', group: 'you', run: ({ signOut }) => signOut() },
] as const satisfies readonly Command[]

type CommandId = (typeof table)[number]['id']

/** Everything that can be done from the keyboard: the shortcuts, the palette and the sheet. */
export const commands: readonly (Command & { id: CommandId })[] = table

export const groups = ['conversation', 'go', 'you'] as const

/** "Alt+J", or "⌥J" on a Mac. */
export function keysLabel(keys: string, isMac: boolean): string[] {
  return keys
    .split('+')
    .filter((key, _index, all) => !(key === 'shift' && all.includes('?')))
    .map((key) => {
      if (key === 'mod') return isMac ? '⌘' : 'Ctrl'
      if (key === 'alt') return isMac ? '⌥' : 'Alt'
      if (key === 'shift') return isMac ? '⇧' : 'Shift'
      return key.replace('digit', '').toUpperCase()
    })
}

export function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent)
}

/** Whether a presence is one to leave. */
export function otherPresence(presence: Presence): Presence.ONLINE | Presence.AWAY {
  return presence === Presence.AWAY ? Presence.ONLINE : Presence.AWAY
}
