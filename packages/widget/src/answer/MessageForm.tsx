import { useState } from 'preact/hooks'
import type { Store } from '../app/store.ts'
import type { Texts } from '../i18n/index.ts'

/** When nobody is there: what it is about, and where to be answered. */
export function MessageForm({ store, texts }: { store: Store; texts: Texts }) {
  const [isSent, setSent] = useState(false)
  if (isSent) return <p role="status">{texts.messageLeft}</p>
  return (
    <form
      class="leave"
      onSubmit={(event) => {
        event.preventDefault()
        const fields = new FormData(event.currentTarget)
        const field = (name: string) => String(fields.get(name) ?? '').trim()
        if (field('text') === '') return
        setSent(true)
        store.leaveMessage({ name: field('name'), email: field('email'), text: field('text') })
      }}
    >
      <label>
        {texts.yourName}
        <input name="name" autocomplete="name" maxLength={80} />
      </label>
      <label>
        {texts.yourEmail}
        <input name="email" type="email" autocomplete="email" maxLength={200} required />
      </label>
      <label>
        {texts.yourMessage}
        <textarea name="text" rows={3} maxLength={2_000} required />
      </label>
      <button type="submit" class="chip strong">
        {texts.leaveMessage}
      </button>
    </form>
  )
}
