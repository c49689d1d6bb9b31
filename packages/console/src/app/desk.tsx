import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'

/** How an agent has arranged its desk, and what it wants to write next. */
export interface Desk {
  isPanelOpen: boolean
  setPanelOpen(isOpen: boolean): void
  /** What the composer writes; a new `turn` asks it for the focus. */
  composing: { kind: 'text' | 'note'; turn: number }
  compose(kind: 'text' | 'note'): void
  /** Grows when the agent wants to choose files. */
  attachTurn: number
  attach(): void
  /** Grows when the agent wants the copilot. */
  copilotTurn: number
  askCopilot(): void
  isSheetOpen: boolean
  setSheetOpen(isOpen: boolean): void
}

/** From this width on the contact panel stands beside the thread. */
export const panelBeside = '(min-width: 75em)'

const DeskContext = createContext<Desk | undefined>(undefined)

export function DeskProvider({ children }: { children: ReactNode }) {
  const [isPanelOpen, setPanelOpen] = useState(() => matchMedia(panelBeside).matches)
  const [isSheetOpen, setSheetOpen] = useState(false)
  const [composing, setComposing] = useState<Desk['composing']>({ kind: 'text', turn: 0 })
  const [attachTurn, setAttachTurn] = useState(0)
  const [copilotTurn, setCopilotTurn] = useState(0)
  const desk = useMemo<Desk>(
    () => ({
      isPanelOpen,
      setPanelOpen,
      composing,
      compose: (kind) => setComposing(({ turn }) => ({ kind, turn: turn + 1 })),
      attachTurn,
      attach: () => setAttachTurn((turn) => turn + 1),
      copilotTurn,
      askCopilot: () => setCopilotTurn((turn) => turn + 1),
      isSheetOpen,
      setSheetOpen,
    }),
    [isPanelOpen, isSheetOpen, composing, attachTurn, copilotTurn],
  )
  return <DeskContext value={desk}>{children}</DeskContext>
}

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === undefined) throw new Error('useDesk is used outside of DeskProvider')
  return desk
}
