import { TEXT_LENGTH_MAX } from '@parley/protocol'
import type { FileKindWord } from '@parley/protocol/rest'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Texts } from '../i18n/index.ts'
import type { EmojiPicker } from './EmojiPicker.tsx'
import { ClipIcon, SendIcon, SmileIcon } from './icons.tsx'

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
  /** Kinds of files that may be sent; none at all when it is empty. */
  accepts: readonly FileKindWord[]
  onFiles: (files: File[]) => void
}) {
  const { texts, accepts, onFiles } = props
  const [text, setText] = useState(props.draft)
  const [isPicking, setPicking] = useState(false)
  // Loaded when it is asked for.
  const [picker, setPicker] = useState<{ EmojiPicker: typeof EmojiPicker }>()
  const field = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)

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

  function onPaste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])]
    if (files.length === 0 || accepts.length === 0) return
    event.preventDefault()
    onFiles(files)
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
      {isPicking && picker && <picker.EmojiPicker texts={texts} onPick={pick} />}
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
          onPaste={onPaste}
        />
        {accepts.length > 0 && (
          <>
            <input
              ref={chooser}
              type="file"
              multiple
              hidden
              accept={acceptOf(accepts)}
              onChange={({ currentTarget }) => {
                onFiles([...(currentTarget.files ?? [])])
                currentTarget.value = ''
              }}
            />
            <button
              type="button"
              class="icon"
              aria-label={texts.attach}
              title={texts.attach}
              onClick={() => chooser.current?.click()}
            >
              <ClipIcon />
            </button>
          </>
        )}
        <button
          type="button"
          class="icon"
          aria-label={texts.emoji}
          aria-expanded={isPicking}
          onClick={() => {
            setPicking(!isPicking)
            if (picker === undefined) void import('./EmojiPicker.tsx').then(setPicker, () => {})
          }}
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

/** What the system's chooser offers; with documents it offers everything, the camera too. */
function acceptOf(kinds: readonly FileKindWord[]): string | undefined {
  if (kinds.includes('document') || kinds.includes('other')) return undefined
  return kinds.map((kind) => `${kind}/*`).join()
}
