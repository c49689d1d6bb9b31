import { TEXT_LENGTH_MAX } from '@parley/protocol'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Texts } from '../i18n/index.ts'
import { EmojiPicker } from './EmojiPicker.tsx'
import { SendIcon, SmileIcon } from './icons.tsx'

/** From here on the counter shows. */
const COUNT_FROM = TEXT_LENGTH_MAX - 500

/** Where the visitor writes. Enter sends, Shift+Enter breaks the line; input methods keep Enter. */
export function Composer(props: {
  texts: Texts
  placeholder: string
  /** What was written before and not sent. */
  draft: string
  onType: (text: string) => void
  onSend: (text: string) => void
}) {
  const { texts } = props
  const [text, setText] = useState(props.draft)
  const [isPicking, setPicking] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)

  useLayoutEffect(() => {
    const area = field.current
    if (area === null) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight, 132)}px`
  }, [text])

  function change(next: string): void {
    setText(next)
    props.onType(next)
  }

  const excess = text.length - TEXT_LENGTH_MAX
  const canSend = text.trim() !== '' && excess <= 0

  function send(): void {
    if (!canSend) return
    props.onSend(text.trim())
    setText('')
    setPicking(false)
    field.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent): void {
    // 229 is what some input methods report while they compose.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229)
      return
    event.preventDefault()
    send()
  }

  function pick(sign: string): void {
    const area = field.current
    const [start, end] = [area?.selectionStart ?? text.length, area?.selectionEnd ?? text.length]
    change(text.slice(0, start) + sign + text.slice(end))
    setPicking(false)
    area?.focus()
    requestAnimationFrame(() => area?.setSelectionRange(start + sign.length, start + sign.length))
  }

  function closePicker(): void {
    setPicking(false)
    field.current?.focus()
  }

  return (
    <form
      class="composer"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isPicking) return
        // The next one closes the chat.
        event.stopPropagation()
        closePicker()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {isPicking && <EmojiPicker texts={texts} onPick={pick} />}
      {text.length > COUNT_FROM && (
        <p class={excess > 0 ? 'count over' : 'count'} role={excess > 0 ? 'alert' : undefined}>
          {excess > 0 ? texts.charactersOver(excess) : texts.charactersLeft(-excess)}
        </p>
      )}
      <div class="field">
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={props.placeholder}
          aria-label={props.placeholder}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          class="icon"
          aria-label={texts.emoji}
          aria-expanded={isPicking}
          onClick={() => setPicking(!isPicking)}
        >
          <SmileIcon />
        </button>
        <button type="submit" class="send" aria-label={texts.send} disabled={!canSend}>
          <SendIcon />
        </button>
      </div>
    </form>
  )
}
