import { initial } from '@parley/browser'
import type { AnswerDraft } from '@parley/client'
import type { Texts } from '../i18n/index.ts'

/**
 * The answer that is being written. Those who hear the page are told that it is, and read it when it
 * is whole: word by word it would be read over and over.
 */
export function DraftRow({ draft, texts }: { draft: AnswerDraft; texts: Texts }) {
  const name = draft.authorName || texts.team
  return (
    <div class={`row theirs first last${draft.text === '' ? ' typing' : ''}`}>
      <div class="author">{name}</div>
      <div class="avatar" aria-hidden="true">
        {initial(name)}
      </div>
      <div class="bubble">
        <span class="hidden" role="status">
          {texts.typing(name)}
        </span>
        {draft.text === '' ? (
          <>
            <i />
            <i />
            <i />
          </>
        ) : (
          <span aria-hidden="true">{draft.text}</span>
        )}
      </div>
    </div>
  )
}
