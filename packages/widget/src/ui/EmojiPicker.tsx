import { emoji } from '@parley/browser'
import { useEffect, useRef } from 'preact/hooks'
import type { Texts } from '../i18n/index.ts'

const COLUMNS = 8

/** A grid of emoji; arrows move in it. */
export function EmojiPicker(props: { texts: Texts; onPick: (sign: string) => void }) {
  const grid = useRef<HTMLDivElement>(null)
  useEffect(() => grid.current?.querySelector('button')?.focus(), [])

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])]
    const index = buttons.indexOf(document.activeElement as HTMLButtonElement)
    buttons[Math.max(0, Math.min(buttons.length - 1, index + step))]?.focus()
  }

  return (
    <div class="emoji" ref={grid} role="group" aria-label={props.texts.emoji} onKeyDown={onKeyDown}>
      {emoji.map((sign, index) => (
        <button
          key={sign}
          type="button"
          tabIndex={index === 0 ? 0 : -1}
          onClick={() => props.onPick(sign)}
        >
          {sign}
        </button>
      ))}
    </div>
  )
}
